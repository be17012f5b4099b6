"""Links that let somebody set a password. The mail job makes them; nothing keeps one in clear."""

from datetime import UTC, datetime

from flask import current_app
from itsdangerous import TimestampSigner, URLSafeTimedSerializer

from ngoapp.accounts.models import User
from ngoapp.core import clock
from ngoapp.core.outbox import enqueue

FORGOTTEN = "/staff/password/forgotten"
SALT = "staff-password"
ONE_MAIL_EVERY = 60  # seconds: pressing twice sends one


class ClockSigner(TimestampSigner):
    """Signs with our clock's time, so that a job that runs again makes the very same link."""

    def get_timestamp(self) -> int:
        """The present second."""
        return int(clock.now().timestamp())


def link_serializer(secret_key: str) -> URLSafeTimedSerializer:
    """What signs the links and reads them again. They die with the person's `fs_uniquifier`."""
    return URLSafeTimedSerializer(secret_key, salt=SALT, signer=ClockSigner)


def password_link(user: User, asked_at: datetime) -> str:
    """The path of a link to set the password; the same each time for the same instant."""
    with clock.at(asked_at):
        token = link_serializer(current_app.config["SECRET_KEY"]).dumps([user.fs_uniquifier])
    return f"{FORGOTTEN}/{token}"


def enqueue_password_link(user: User) -> None:
    """Have a link to set a password mailed, with the next commit."""
    _enqueue("accounts.send_password_link", user)


def enqueue_invitation(user: User) -> None:
    """Have a welcome with a link to set the first password mailed, with the next commit."""
    _enqueue("accounts.send_invitation", user)


def enqueue_password_notice(user: User) -> None:
    """Have the person told that the password changed, with the next commit."""
    _enqueue("accounts.send_password_notice", user)


def instant(seconds: int) -> datetime:
    """The instant that an outbox row carries as whole seconds."""
    return datetime.fromtimestamp(seconds, UTC)


def _enqueue(job: str, user: User) -> None:
    seconds = int(clock.now().timestamp())
    key = f"{job}:{user.id}:{seconds // ONE_MAIL_EVERY}"
    enqueue(job, dedupe_key=key, user_id=user.id, asked_at=seconds)
