"""Flask-Security's forms, with a limit on tries, no typing twice, and no tick for remembering."""

from typing import Any

from flask import current_app, request
from flask_login import current_user
from flask_security.forms import (
    ChangePasswordForm,
    LoginForm,
    ResetPasswordForm,
    TwoFactorRescueForm,
    TwoFactorSetupForm,
    TwoFactorVerifyCodeForm,
    VerifyForm,
)
from flask_security.recovery_codes import MfRecoveryForm
from wtforms import PasswordField, RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import InputRequired

from ngoapp.accounts import tries
from ngoapp.accounts.passwords import LONGEST
from ngoapp.accounts.wrong_code import WrongFirstCode, is_first_code
from ngoapp.core.db import transaction
from ngoapp.web.fields import at_most

WAIT = "There were many tries that did not fit. Wait a quarter of an hour, or ask for a link to set a new password."


class Limited:
    """A form that may be tried so many times; `account` says whose tries these are."""

    anywhere = tries.ACCOUNT

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self:  # type: ignore[attr-defined]  # mixed into a form
            if isinstance(field, PasswordField):
                field.validators = [*field.validators, at_most(LONGEST)]

    def account(self) -> str:
        """Who is trying, or nothing where nothing was tried: unless a form says otherwise, who is signed in."""
        return str(current_user.email) if self.password.data else ""  # type: ignore[attr-defined]  # mixed into a form

    def validate(self, **kwargs: Any) -> bool:
        """Check the form, unless there were too many tries; one that does not fit stays counted."""
        account, address = self.account(), request.remote_addr or ""
        if not account:
            return bool(super().validate(**kwargs))  # type: ignore[misc]  # mixed into a form
        secret = current_app.config["SECRET_KEY"]
        with transaction():
            try_id = tries.count_try(account, address, secret=secret, anywhere=self.anywhere)
        if try_id is None:
            self.form_errors.append(WAIT)  # type: ignore[attr-defined]  # mixed into a form
            return False
        fits: bool = super().validate(**kwargs)  # type: ignore[misc]  # mixed into a form
        with transaction():
            if fits:
                tries.forget_failures(account, address, secret=secret)
            elif not self.missed():
                tries.take_back(try_id)
        return fits

    def missed(self) -> bool:
        """Whether what did not fit was the secret."""
        return True


class SignInForm(Limited, LoginForm):
    """E-mail address and password."""

    remember = None  # type: ignore[assignment]  # how WTForms drops a field

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.password.description = ""  # the page has its own link for who forgot it

    def account(self) -> str:
        """The address, known to us or not."""
        return (self.email.data or "") if self.password.data else ""


class ConfirmForm(Limited, VerifyForm):
    """The password once more, before something that matters."""


class NewPasswordForm(ResetPasswordForm):
    """A new password by a link from a mail, typed once."""

    password_confirm = None  # type: ignore[assignment]  # how WTForms drops a field


class OtherPasswordForm(Limited, ChangePasswordForm):
    """A new password in place of the present one, typed once."""

    password = PasswordField(
        "Password you use now",
        [InputRequired("Enter the password you use now.")],
        render_kw={"autocomplete": "current-password"},
    )
    new_password_confirm = None  # type: ignore[assignment]  # how WTForms drops a field

    def missed(self) -> bool:
        """Only the present password can be guessed at."""
        return bool(self.password.errors)


class CodeForm(Limited, TwoFactorVerifyCodeForm):
    """The code from an authenticator app. Six digits are few, so the limit holds for all addresses together."""

    anywhere = tries.HERE

    def account(self) -> str:
        """Whose code it has to be."""
        return f"code:{self.user.id}" if self.user and self.code.data else ""

    def validate(self, **kwargs: Any) -> bool:
        """Check the code. Raises WrongFirstCode where an authenticator is being set up."""
        fits = super().validate(**kwargs)
        if not fits and is_first_code(self):
            raise WrongFirstCode(self)
        return fits


class RecoveryForm(Limited, MfRecoveryForm):
    """A recovery code."""

    anywhere = tries.HERE

    def account(self) -> str:
        """Whose code it has to be."""
        return f"code:{self.user.id}" if self.user and self.code.data else ""


class SetUpForm(TwoFactorSetupForm):
    """The second step on or off. Which of the two is possible now, Flask-Security checks."""

    setup = RadioField(
        "Two-step sign-in",
        choices=[SelectChoice("authenticator", "With an authenticator app"), SelectChoice("disable", "Off")],
        validate_choice=False,
    )


class HelpForm(TwoFactorRescueForm):
    """Without the app: a recovery code, nothing else."""

    help_setup = RadioField("Without your phone", choices=[])
