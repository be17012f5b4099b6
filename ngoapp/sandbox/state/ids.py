"""Identifiers that look like Stripe's."""

import secrets
import string

ALPHABET = string.ascii_letters + string.digits


def new_id(prefix: str, length: int = 24) -> str:
    """Make an identifier such as `pi_…` that nobody can guess."""
    return f"{prefix}_" + "".join(ALPHABET[byte % len(ALPHABET)] for byte in secrets.token_bytes(length))
