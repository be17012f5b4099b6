"""An employer that matches gifts, and a match of one."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.core.db import transaction
from ngoapp.donations.matching.employers import EmployerFacts
from ngoapp.donations.matching.models import MatchingGift
from tests.donations.factories import make_match

MILL = EmployerFacts(
    name="North Star Mill",
    other_names="NSM\nNorth Star Milling Company",
    matches="yes",
    form_url="https://match.example/nsm",
)


def the_match(db: Session) -> MatchingGift:
    """The one match."""
    db.rollback()
    return db.scalars(select(MatchingGift)).one()


def made() -> int:
    """The id of a match of a gift that has come."""
    with transaction():
        return make_match().id
