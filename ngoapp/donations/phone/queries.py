"""Reads about gifts by phone."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ngoapp.core.db import session
from ngoapp.core.pages import Page, page_of
from ngoapp.donations.models import Donation
from ngoapp.donations.phone.models import PhonePage

SIZE = 25


def phone_pages(number: int) -> Page[PhonePage]:
    """What was sent to callers, newest first."""
    chosen = select(PhonePage).options(joinedload(PhonePage.donation).joinedload(Donation.fund))
    return page_of(chosen.order_by(PhonePage.id.desc()), number, size=SIZE)


def page_of_donation(donation: Donation) -> PhonePage | None:
    """The page that was sent for a donation, if it began on the phone."""
    return session.scalar(select(PhonePage).where(PhonePage.donation_id == donation.id))
