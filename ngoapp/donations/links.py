"""The donor's own link to a donation: to its thanks, and back to the form as it was filled in."""

from datetime import timedelta

from flask import current_app
from sqlalchemy import select

from ngoapp.core import clock
from ngoapp.core.db import session
from ngoapp.core.errors import NotThere
from ngoapp.core.tokens import derive, digest
from ngoapp.donations.models import Donation

PURPOSE = "donation"
LASTS = timedelta(days=30)
# Where the links lead: written down, since the worker has no request to build an address from.
THANKS, AGAIN = "/donate/thanks/", "/donate/again/"


def seal(donation: Donation) -> str:
    """The token of the donation's link; the database keeps its hash."""
    token = derive(current_app.config["SECRET_KEY"], PURPOSE, donation.id, donation.nonce)
    if donation.token_digest is None:
        donation.token_digest = digest(token)
    return token


def donation_behind(token: str) -> Donation:
    """The donation that this token names, for thirty days. Raises NotThere."""
    donation = session.scalar(select(Donation).where(Donation.token_digest == digest(token)))
    if donation is None or donation.created_at < clock.now() - LASTS:
        raise NotThere
    return donation
