"""Mail to staff about their own account."""

from ngoapp.accounts.links import FORGOTTEN, instant, password_link
from ngoapp.accounts.models import User
from ngoapp.adapters.smtp import smtp
from ngoapp.core.db import end_read, found
from ngoapp.organisation.queries import our_organisation
from ngoapp.web.mail import absolute, render_mail


def send_password_link(user_id: int, asked_at: int) -> None:
    """The link to set a new password, for somebody who asked."""
    user = found(User, user_id)
    link = password_link(user, instant(asked_at))
    _send(user, "password_link", asked_at, subject="Set a new password", link=link)


def send_invitation(user_id: int, asked_at: int) -> None:
    """The welcome with the link to set a first password."""
    user = found(User, user_id)
    subject = f"Your account at {our_organisation().short_name}"
    _send(user, "invitation", asked_at, subject=subject, link=password_link(user, instant(asked_at)))


def send_password_notice(user_id: int, asked_at: int) -> None:
    """The word that the password changed, in case it was not them."""
    user = found(User, user_id)
    _send(user, "password_notice", asked_at, subject="Your password was changed", link=FORGOTTEN)


def _send(user: User, template: str, asked_at: int, *, subject: str, link: str) -> None:
    if not user.active:
        return  # the account was closed since: no letter, and nothing for anybody to look into
    message = render_mail(
        f"accounts/{template}",
        key=f"{template}-{user.id}-{asked_at}",
        to=user.email,
        subject=subject,
        written_at=instant(asked_at),
        user=user,
        link=absolute(link),
    )
    end_read()
    smtp().send(message)
