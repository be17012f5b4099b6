"""The one profile: who we are, in every name, address and colour."""
