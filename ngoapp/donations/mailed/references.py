"""References on slips that come with checks, such as NSN-7K3F-2, written in the signs of `core.signs`."""

import re

from ngoapp.core.errors import Refused
from ngoapp.core.signs import ALPHABET, MEANT, is_sound, random_code

PLACES = 4
LONGEST_PREFIX = 5
TYPED = re.compile(
    rf"([A-Z]{{0,{LONGEST_PREFIX}}})[- ]?([{ALPHABET}]{{{PLACES}}})[- ]?([{ALPHABET}])", re.ASCII
)


class NoReference(Refused):
    """What was typed has not the form of a reference, or its last sign does not fit the others."""

    def __init__(self) -> None:
        super().__init__(
            "This is no reference of ours. Please compare it with the slip, sign by sign, or find the donor by name.",
            field="pledge",
        )


def new_code() -> str:
    """A fresh code: four signs by chance, and one that checks them."""
    return random_code(PLACES)


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
