"""The second step of signing in: codes that work once, from an authenticator app or from paper."""

import hashlib
import hmac

from flask import current_app
from flask_security import MfRecoveryCodesUtil, Totp
from passlib.exc import UsedTokenError
from passlib.totp import TotpMatch

from ngoapp.accounts.datastore import current_object
from ngoapp.accounts.models import User
from ngoapp.core.db import locked, transaction

RECOVERY_CODES = 8


class OnceOnlyTotp(Totp):
    """Codes from an authenticator app, each accepted once."""

    def get_last_counter(self, user: User) -> int | None:  # type: ignore[override]  # our own User
        """The last code that was accepted, as its time step."""
        return current_object(user).totp_counter

    def set_last_counter(self, user: User, tmatch: TotpMatch) -> None:  # type: ignore[override]  # our own User
        """Accept the code, unless another request was faster. Raises UsedTokenError."""
        with transaction():
            row = locked(User, current_object(user).id)
            if row.totp_counter is not None and row.totp_counter >= tmatch.counter:
                raise UsedTokenError
            row.totp_counter = tmatch.counter


class RecoveryCodes(MfRecoveryCodesUtil):
    """Codes to print and keep: shown once, kept as keyed hashes, each good for one sign-in."""

    def create_recovery_codes(self, user: User) -> list[str]:  # type: ignore[override]  # our own User
        """Fresh codes; the ones before no longer work."""
        security = current_app.extensions["security"]
        codes: list[str] = security.totp_factory.generate_recovery_codes(RECOVERY_CODES)
        security.datastore.mf_set_recovery_codes(current_object(user), [_hash(code) for code in codes])
        return codes

    def get_recovery_codes(self, user: User) -> list[str]:  # type: ignore[override]  # our own User
        """Nothing: we do not know them ourselves."""
        return []

    def check_recovery_code(self, user: User, code: str) -> bool:  # type: ignore[override]  # our own User
        """Use the code up; whether it was good."""
        with transaction():
            row = locked(User, user.id)
            kept = row.mf_recovery_codes or []
            row.mf_recovery_codes = [known for known in kept if known != _hash(code)]
            return len(row.mf_recovery_codes) < len(kept)

    def delete_recovery_code(self, user: User, code: str) -> bool:  # type: ignore[override]  # our own User
        """Nothing to do: checking used it up."""
        return True


def _hash(code: str) -> str:
    plain = code.strip().replace("-", "").replace(" ", "").casefold()
    return hmac.new(current_app.config["SECRET_KEY"].encode(), plain.encode(), hashlib.sha256).hexdigest()
