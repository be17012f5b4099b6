"""The first run: whoever can read the console may set the organisation up, and nobody else."""

import hmac
from typing import Any

from wtforms import PasswordField, ValidationError
from wtforms.validators import Length

from ngoapp.accounts.passwords import EASY, LONGEST, easy_to_guess
from ngoapp.core.errors import Refused
from ngoapp.core.tokens import derive
from ngoapp.desk.organisation_form import ProfileForm
from ngoapp.web.fields import EmailField, TextField, at_most, needed

CODE_LENGTH = 16
SHORTEST_PASSWORD = 12
LONG_ENOUGH = "Use at least 12 characters. A few unrelated words do well."
ADMINISTRATOR_FIELDS = {"admin_name": "name", "admin_email": "email", "admin_password": "password"}


class WrongCode(Refused):
    """The code is not the one on the console."""

    def __init__(self) -> None:
        super().__init__(
            "This is not the code. “ngoapp upgrade” prints it, and so does “ngoapp run” when it starts.",
            field="code",
        )


def set_up_code(secret_key: str) -> str:
    """The code that the console shows until the organisation is set up; after that it opens nothing."""
    return derive(secret_key, "set-up", 1, "")[:CODE_LENGTH]


def check_code(typed: str, secret_key: str) -> None:
    """Raises WrongCode."""
    if not hmac.compare_digest(typed.encode(), set_up_code(secret_key).encode()):
        raise WrongCode


class SetUpForm(ProfileForm):
    """The profile, the code from the console, and the first administrator."""

    code = TextField("Code from the console", [needed("Enter the code.")], render_kw={"autocomplete": "off"})
    admin_name = TextField(
        "Your name", [needed("Enter your name."), at_most(120)], render_kw={"autocomplete": "name"}
    )
    admin_email = EmailField("Your e-mail address", [needed("Enter your e-mail address."), at_most(254)])
    admin_password = PasswordField(
        "A password for you",
        [
            needed(LONG_ENOUGH),
            Length(min=SHORTEST_PASSWORD, message=LONG_ENOUGH),
            at_most(LONGEST),
        ],
        render_kw={"autocomplete": "new-password"},
    )

    def validate_admin_password(self, field: PasswordField) -> None:
        """Not one that is easy to guess, as for everybody else."""
        if field.data and easy_to_guess(field.data):
            raise ValidationError(EASY)

    def profile(self) -> dict[str, Any]:
        """What belongs to the organisation."""
        return {
            name: value
            for name, value in self.values().items()
            if name not in {"code", *ADMINISTRATOR_FIELDS}
        }

    def administrator(self) -> dict[str, Any]:
        """What belongs to the first administrator."""
        return {argument: self._fields[name].data for name, argument in ADMINISTRATOR_FIELDS.items()}
