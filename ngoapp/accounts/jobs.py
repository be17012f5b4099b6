"""Mail to staff about their own account."""

from ngoapp.accounts.links import instant, password_link
from ngoapp.accounts.models import User
from ngoapp.adapters.smtp import smtp
from ngoapp.core.db import found
from ngoapp.core.outbox import GiveUp
from ngoapp.organisation.queries import our_organisation
from ngoapp.web.mail import absolute, render_mail


def send_password_link(user_id: int, asked_at: int) -> None:
    """The link to set a new password, for somebody who asked."""
    _send("password_link", user_id, asked_at, subject="Set a new password")


def send_invitation(user_id: int, asked_at: int) -> None:
    """The welcome with the link to set a first password."""
    _send("invitation", user_id, asked_at, subject=f"Your account at {our_organisation().short_name}")


def send_password_notice(user_id: int, asked_at: int) -> None:
    """The word that the password changed, in case it was not them."""
    _send("password_notice", user_id, asked_at, subject="Your password was changed")


def _send(template: str, user_id: int, asked_at: int, *, subject: str) -> None:
    user = found(User, user_id)
    if not user.active:
        raise GiveUp("the account is closed")
    moment = instant(asked_at)
    message = render_mail(
        f"accounts/{template}",
        key=f"{template}-{user_id}-{asked_at}",
        to=user.email,
        subject=subject,
        written_at=moment,
        user=user,
        link=absolute(password_link(user, moment)),
    )
    smtp().send(message)
