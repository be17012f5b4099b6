"""The second donor's own link: it lets them see and take back what they said for as long as it is kept."""

from flask import current_app
from sqlalchemy import select

from ngoapp.core.db import session
from ngoapp.core.errors import NotThere
from ngoapp.core.tokens import derive, digest
from ngoapp.donations.together.models import SecondDonor

PURPOSE = "second donor"
TOGETHER = "/donate/together/"  # written down, since the worker has no request to build an address from


def seal_second(second: SecondDonor) -> str:
    """The token of their link; the database keeps its hash."""
    token = derive(current_app.config["SECRET_KEY"], PURPOSE, second.id, second.nonce)
    if second.token_digest is None:
        second.token_digest = digest(token)
    return token


def second_behind(token: str) -> SecondDonor:
    """The second donor whose link this is. Raises NotThere."""
    second = session.scalar(select(SecondDonor).where(SecondDonor.token_digest == digest(token)))
    if second is None:
        raise NotThere
    return second
