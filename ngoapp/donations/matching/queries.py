"""Reads about matches and soft credits."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload

from ngoapp.core.db import session
from ngoapp.core.pages import Page, page_of
from ngoapp.donations.mailed.models import MailedPledge
from ngoapp.donations.matching.models import OPEN, Employer, MatchingGift, SoftCredit
from ngoapp.donations.models import Donation, Gift
from ngoapp.people.models import Person
from ngoapp.people.queries import name_has

PAGE = 50
STATES = ("possible", "asked", "promised", "received", "declined")


def matches_page(*, show: str = "", text: str = "", number: int = 1) -> Page[MatchingGift]:
    """Matches of gifts that are here: those still open, or of one state, or with `text` in employer or donor."""
    chosen = select(MatchingGift).where(MatchingGift.gift_id.is_not(None))
    if text.strip():
        chosen = chosen.where(_named(text))
    elif show in STATES:
        chosen = chosen.where(MatchingGift.state == show)
    elif show != "all":
        chosen = chosen.where(MatchingGift.state.in_(OPEN))
    whole = chosen.options(
        joinedload(MatchingGift.gift).joinedload(Gift.donor), joinedload(MatchingGift.employer)
    )
    return page_of(whole.order_by(MatchingGift.id.desc()), number, size=PAGE)


def match_of(gift_id: int) -> MatchingGift | None:
    """The match that is hoped for, or has come, for a gift."""
    return session.scalar(select(MatchingGift).where(MatchingGift.gift_id == gift_id))


def credits_on(gift_id: int) -> Sequence[SoftCredit]:
    """Whose matches a gift of an employer is."""
    return session.scalars(
        select(SoftCredit).where(SoftCredit.gift_id == gift_id).order_by(SoftCredit.id)
    ).all()


def gifts_of_employer(employer: Employer | None) -> Sequence[Gift]:
    """The latest gifts of an employer, newest first."""
    if employer is None or employer.person_id is None:
        return ()
    theirs = select(Gift).where(Gift.donor_id == employer.person_id)
    return session.scalars(theirs.order_by(Gift.id.desc()).limit(10)).all()


def employer_on(donation: Donation) -> str:
    """The employer who was named on a donation; empty for none."""
    return _name(MatchingGift.donation_id == donation.id)


def employer_on_pledge(pledge: MailedPledge) -> str:
    """The employer who was named on a promised check; empty for none."""
    return _name(MatchingGift.mailed_pledge_id == pledge.id)


def _name(condition: ColumnElement[bool]) -> str:
    return session.scalar(select(MatchingGift.employer_name).where(condition)) or ""


def _named(text: str) -> ColumnElement[bool]:
    donors = select(Gift.id).join(Person, Person.id == Gift.donor_id).where(name_has(text))
    employers = select(Employer.id).where(Employer.name.icontains(text.strip(), autoescape=True))
    return or_(
        MatchingGift.employer_name.icontains(text.strip(), autoescape=True),
        MatchingGift.employer_id.in_(employers),
        MatchingGift.gift_id.in_(donors),
    )
