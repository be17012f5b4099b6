"""The short code on each label, such as 7K3F2A: typed or scanned when the mail brings the piece back."""

import re

from ngoapp.core.errors import Refused
from ngoapp.core.signs import ALPHABET, MEANT, is_sound, random_code

PLACES = 5
TYPED = re.compile(rf"[{ALPHABET}]{{{PLACES + 1}}}", re.ASCII)


class NoCode(Refused):
    """What was typed has not the form of a code, or its last sign does not fit the others."""

    def __init__(self) -> None:
        super().__init__(
            "This is no code of ours. Compare it with the label, sign by sign: it has six.", field="code"
        )


def new_code() -> str:
    """A fresh code."""
    return random_code(PLACES)


def code_in(typed: str) -> str:
    """The code in what was typed or scanned. Raises NoCode."""
    text = re.sub(r"[\s.-]", "", typed).upper().translate(MEANT)
    if not TYPED.fullmatch(text) or not is_sound(text):
        raise NoCode
    return text
