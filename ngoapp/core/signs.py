"""Short codes for paper: read aloud without doubt, and self-checking.

The alphabet has no sign that looks like another (0 O, 1 I L, 2 Z, U V). It has 29 signs, a prime: with a weight
for each place, the last sign tells every single slip of the pen and every two signs that changed places."""

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXY"
MEANT = str.maketrans("ZU–—_", "2V---")  # what is not in the alphabet and can be meant only one way


def random_code(places: int) -> str:
    """A fresh code: so many signs by chance, and one that checks them."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(places))
    return body + check_sign(body)


def check_sign(body: str) -> str:
    """The sign that checks the others."""
    weighted = sum(place * ALPHABET.index(sign) for place, sign in enumerate(body, start=2))
    return ALPHABET[weighted % len(ALPHABET)]


def is_sound(code: str) -> bool:
    """Whether the last sign fits the others."""
    return code[-1:] == check_sign(code[:-1])
