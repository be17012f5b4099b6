"""Flask-Security, set up: sign-in, passwords and the second step, under /staff and in our words."""

import base64
import hashlib
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Request
from flask.typing import ResponseReturnValue
from flask_security import Security

from ngoapp.accounts.browser import load_user
from ngoapp.accounts.datastore import Datastore
from ngoapp.accounts.events import listen
from ngoapp.accounts.guards import AND_STILL, CONFIRMED_FOR, open_to_all, staff_required
from ngoapp.accounts.links import FORGOTTEN, link_serializer
from ngoapp.accounts.passwords import PASSWORDS, OwnPasswordUtil
from ngoapp.accounts.permissions import OWN_ACCOUNT
from ngoapp.accounts.second_step import OnceOnlyTotp, RecoveryCodes
from ngoapp.accounts.security_forms import (
    CodeForm,
    ConfirmForm,
    HelpForm,
    NewPasswordForm,
    OtherPasswordForm,
    RecoveryForm,
    SetUpForm,
    SignInForm,
)
from ngoapp.accounts.wording import MESSAGES
from ngoapp.accounts.wrong_code import init_wrong_code
from ngoapp.web.headers import personal_page

PREFIX = "/staff"
SHORTEST_PASSWORD = 12
LINK_GOOD_FOR = timedelta(days=1)

# Everybody may knock; what each view needs before it lets somebody through stands in Flask-Security.
OPEN_VIEWS = {
    "login": "this is where one signs in",
    "logout": "signing out when already out does nothing",
    "forgot_password": "who forgot the password cannot sign in",
    "reset_password": "the link from the mail is the proof",
    "two_factor_token_validation": "the second step of signing in; the first one is checked",
    "two_factor_rescue": "the second step of signing in; the first one is checked",
    "tf_select": "the second step of signing in; the first one is checked",
    "mf_recovery": "the second step of signing in; the first one is checked",
}
OWN_VIEWS = (
    "verify",
    "change_password",
    "two_factor_setup",
    "two_factor_setup_validate",
    "mf_recovery_codes",
)


def init_security(app: Flask) -> None:
    """Give the app staff who sign in. After CSRFProtect."""
    app.config.from_mapping(_config(app.config["SECRET_KEY"], app.config["BASE_URL"]))
    security = Security(
        app,
        Datastore(),
        login_form=SignInForm,
        verify_form=ConfirmForm,
        reset_password_form=NewPasswordForm,
        change_password_form=OtherPasswordForm,
        two_factor_verify_code_form=CodeForm,
        two_factor_setup_form=SetUpForm,
        two_factor_rescue_form=HelpForm,
        mf_recovery_form=RecoveryForm,
        password_util_cls=OwnPasswordUtil,
        totp_cls=OnceOnlyTotp,
        mf_recovery_codes_util_cls=RecoveryCodes,
    )
    security.pwd_context = PASSWORDS
    security.reset_serializer = link_serializer(app.config["SECRET_KEY"])
    security.want_json(_never)
    security.login_manager.user_loader(load_user)
    security.login_manager.request_loader(_nobody)
    # Flask-Principal would look for a user on every request, the public ones too; our guards need none of it.
    app.before_request_funcs[None].remove(security.principal._on_before_request)
    _guard(app)
    init_wrong_code(app)
    listen(app)


def _guard(app: Flask) -> None:
    for name, reason in OPEN_VIEWS.items():
        app.view_functions[f"security.{name}"] = open_to_all(reason)(app.view_functions[f"security.{name}"])
    app.view_functions["security.reset_password"] = _with_token(app.view_functions["security.reset_password"])
    for name in OWN_VIEWS:
        endpoint = f"security.{name}"
        app.view_functions[endpoint] = staff_required(OWN_ACCOUNT)(app.view_functions[endpoint])


def _with_token(view: Callable[..., Any]) -> Callable[..., ResponseReturnValue]:
    """The address of the page is a secret: it is neither kept nor handed on."""

    @wraps(view)
    def private(*args: object, **kwargs: object) -> ResponseReturnValue:
        personal_page()
        answer: ResponseReturnValue = view(*args, **kwargs)
        return answer

    return private


def _never(_request: Request) -> bool:
    return False


def _nobody(_request: Request) -> None:
    return None


def _config(secret_key: str, base_url: str) -> dict[str, object]:
    settings = _ADDRESSES | _FEATURES | {f"MSG_{name}": message for name, message in MESSAGES.items()}
    settings |= {
        "TOTP_SECRETS": {"1": _derived(secret_key, "totp")},
        "TOTP_ISSUER": urlsplit(base_url).hostname,
    }
    return {f"SECURITY_{name}": value for name, value in settings.items()} | {
        "SESSION_PROTECTION": None,  # our row decides, and telephones change their address all the time
    }


def _derived(secret_key: str, purpose: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(f"{purpose}:{secret_key}".encode()).digest()).decode()


_ADDRESSES: dict[str, object] = {
    "URL_PREFIX": PREFIX,
    "STATIC_FOLDER": None,
    "LOGIN_URL": "/sign-in",
    "LOGOUT_URL": "/sign-out",
    "RESET_URL": FORGOTTEN.removeprefix(PREFIX),
    "CHANGE_URL": "/password/change",
    "VERIFY_URL": "/password/confirm",
    "TWO_FACTOR_SETUP_URL": "/two-step",
    "TWO_FACTOR_TOKEN_VALIDATION_URL": "/sign-in/code",
    "TWO_FACTOR_RESCUE_URL": "/sign-in/help",
    "TWO_FACTOR_SELECT_URL": "/sign-in/choose",
    "MULTI_FACTOR_RECOVERY_CODES_URL": "/two-step/recovery-codes",
    "MULTI_FACTOR_RECOVERY_URL": "/sign-in/recovery-code",
    "POST_LOGIN_VIEW": "/staff/",
    "POST_LOGOUT_VIEW": "/staff/sign-in",
    "POST_CHANGE_VIEW": "/staff/account",
    "TWO_FACTOR_POST_SETUP_VIEW": "/staff/account",
}

_FEATURES: dict[str, object] = {
    "RECOVERABLE": True,
    "CHANGEABLE": True,
    "TWO_FACTOR": True,
    "TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
    "TWO_FACTOR_AUTHENTICATOR_VALIDITY": 30,
    "TWO_FACTOR_RESCUE_EMAIL": False,
    "TWO_FACTOR_IMPLEMENTATIONS": {"code": "flask_security.twofactor.CodeTfPlugin"},
    "MULTI_FACTOR_RECOVERY_CODES": True,
    "RETURN_GENERIC_RESPONSES": True,
    "API_ENABLED_METHODS": ["session"],
    "EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
    "PASSWORD_HASH": "argon2",
    "PASSWORD_SCHEMES": ["argon2"],
    "PASSWORD_SINGLE_HASH": True,
    "HASHING_SCHEMES": ["hex_sha256"],  # for a token that we throw away: see links.py
    "PASSWORD_LENGTH_MIN": SHORTEST_PASSWORD,
    "PASSWORD_NORMALIZE_FORM": "NFKC",
    "RESET_PASSWORD_WITHIN": LINK_GOOD_FOR,
    "FRESHNESS": CONFIRMED_FOR,
    "FRESHNESS_GRACE_PERIOD": AND_STILL,
    # Our own mail, through the outbox: see events.py.
    "SEND_PASSWORD_RESET_EMAIL": False,
    "SEND_PASSWORD_RESET_NOTICE_EMAIL": False,
    "SEND_PASSWORD_CHANGE_EMAIL": False,
    "CLI_USERS_NAME": False,
    "CLI_ROLES_NAME": False,
}
