"""References on slips that come with checks, such as NSN-7K3F-2: short, read aloud without doubt, and self-checking.

The alphabet has no sign that looks like another (0 O, 1 I L, 2 Z, U V). It has 29 signs, a prime: with a weight
for each place, the last sign tells every single slip of the pen and every two signs that changed places."""

import re
import secrets

from ngoapp.core.errors import Refused

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXY"
PLACES = 4
LONGEST_PREFIX = 5
TYPED = re.compile(
    rf"([A-Z]{{0,{LONGEST_PREFIX}}})[- ]?([{ALPHABET}]{{{PLACES}}})[- ]?([{ALPHABET}])", re.ASCII
)
MEANT = str.maketrans("ZU–—_", "2V---")  # what is not in the alphabet and can be meant only one way


class NoReference(Refused):
    """What was typed has not the form of a reference, or its last sign does not fit the others."""

    def __init__(self) -> None:
        super().__init__(
            "This is no reference of ours. Please compare it with the slip, sign by sign, or find the donor by name.",
            field="pledge",
        )


def new_code() -> str:
    """A fresh code: four signs by chance, and one that checks them."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(PLACES))
    return body + check_sign(body)


def check_sign(body: str) -> str:
    """The sign that checks the others."""
    weighted = sum(place * ALPHABET.index(sign) for place, sign in enumerate(body, start=2))
    return ALPHABET[weighted % len(ALPHABET)]


def is_sound(code: str) -> bool:
    """Whether the last sign fits the others."""
    return code[-1:] == check_sign(code[:-1])


def written(prefix: str, code: str) -> str:
    """The reference as it stands on paper."""
    return f"{prefix}-{code[:-1]}-{code[-1]}"


def prefix_for(name: str) -> str:
    """The initials of an organisation's name, as far as they are plain capitals: “Lupus Aid Network” is LAN."""
    initials = "".join(word[0] for word in name.split() if word[0].isascii() and word[0].isupper())
    return initials[:LONGEST_PREFIX] or "GIFT"


def code_in(typed: str) -> str:
    """The code in what somebody typed or scanned, with or without prefix and hyphens. Raises NoReference."""
    text = typed.strip().upper()
    match = TYPED.fullmatch(text) or TYPED.fullmatch(text.translate(MEANT))
    if match is None or not is_sound(match[2] + match[3]):
        raise NoReference
    return match[2] + match[3]
