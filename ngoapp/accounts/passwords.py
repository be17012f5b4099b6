"""Which passwords we take: long ones that are not the first that anybody would try. Nobody else is asked."""

import unicodedata
from typing import Any

from flask_security import PasswordUtil
from passlib.context import CryptContext

PASSWORDS = CryptContext(schemes=["argon2"])

LONGEST = 1000  # characters: beyond a few thousand the hash refuses
FEWEST_DIFFERENT = 5
EASY = "That is one of the first that anybody would try. Take three or four unrelated words."
OFTEN_TRIED = (
    "password",
    "passwort",
    "12345678",
    "87654321",
    "qwertyui",
    "qwertzui",
    "asdfghjk",
    "letmein",
    "welcome",
    "iloveyou",
    "administrator",
)
FILLING = "0123456789!?.,-_# "


class OwnPasswordUtil(PasswordUtil):
    """Length, and our own look at what is easy to guess."""

    def validate(self, password: str, is_register: bool, **kwargs: Any) -> tuple[list[str] | None, str]:
        """What is wrong with the password, if anything, and the password in its normal form."""
        wrong, normal = super().validate(password, is_register, **kwargs)
        if not wrong and len(normal) > LONGEST:
            wrong = [f"Use at most {LONGEST} characters."]
        if not wrong and easy_to_guess(normal, kwargs.get("user")):
            wrong = [EASY]
        return wrong, normal


def hash_password(password: str) -> str:
    """What the database keeps of a password: however its letters were put together, as signing in compares it."""
    return str(PASSWORDS.hash(unicodedata.normalize("NFKC", password)))


def easy_to_guess(password: str, user: Any = None) -> bool:
    """Whether little is left once the well-known and the person's own name are taken away."""
    rest = password.casefold()
    if len(set(rest)) < FEWEST_DIFFERENT:
        return True
    own = f"{user.name} {user.email.replace('@', ' ')}".casefold().split() if user else []
    for word in (*own, *OFTEN_TRIED):
        rest = rest.replace(word, "")
    return len(rest.strip(FILLING)) < FEWEST_DIFFERENT
