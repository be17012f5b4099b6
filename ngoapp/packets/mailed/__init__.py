"""Packets by e-mail after they were mailed: fetched, come back, or left lying; and the post instead."""
