"""A mistyped code while an authenticator is set up: the same picture stands there again, and the key still counts.

Flask-Security would start over with a fresh key, and the entry that was just scanned would be dead."""

from typing import cast

from flask import Flask, render_template, request
from flask_security.forms import TwoFactorVerifyCodeForm

from ngoapp.accounts.models import User

TOKEN = "token"  # noqa: S105 - the name of the part of the address that holds the state


class WrongFirstCode(Exception):
    """The code does not fit the key that was just shown."""

    def __init__(self, form: TwoFactorVerifyCodeForm) -> None:
        super().__init__()
        self.form = form


def is_first_code(form: TwoFactorVerifyCodeForm) -> bool:
    """Whether the form sets an authenticator up, with the state in its address."""
    return bool(form.is_setup and request.view_args and TOKEN in request.view_args)


def init_wrong_code(app: Flask) -> None:
    """Show the page again instead of starting over."""
    app.register_error_handler(WrongFirstCode, lambda wrong: _again(app, wrong.form))


def _again(app: Flask, form: TwoFactorVerifyCodeForm) -> str:
    user = cast("User", form.user)
    shown = app.extensions["security"].totp_factory.fetch_setup_values(form.tf_totp_secret, user)
    return render_template(
        "security/two_factor_setup.html",
        two_factor_verify_code_form=form,
        chosen_method="authenticator",
        changing=True,
        state_token=(request.view_args or {})[TOKEN],
        authr_qrcode=shown["image"],
        authr_key=shown["key"],
    )
