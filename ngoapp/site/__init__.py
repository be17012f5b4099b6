"""The public pages that belong to no domain: home, contact, policies, the organisation's logo and colours."""
