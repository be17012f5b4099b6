"""Honorees who may be one person: found among many without reading all of them."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.core import clock
from ngoapp.core.db import save, transaction
from ngoapp.donations.tributes.models import Honouree
from ngoapp.donations.tributes.names import alike, name_key, perhaps_alike
from ngoapp.donations.tributes.queries import perhaps_the_same

pytestmark = pytest.mark.usefixtures("organisation")
NAMES = (
    "Ann Miller",
    "Anne Miller",
    "Ann Muller",
    "Ann Miler",
    "Ann",
    "Miller",
    "Ann_Miller",
    "Dr. Ann Elisabeth Miller",
    "Bob Miller",
    "Hannah Ann Miller",
    "Ann Millerovičová",
    "Étienne d'Arc",
    "Etienne Darc",
    "100% Ann",
)


def honour(*names: str) -> None:
    """People in whose memory gifts came."""
    with transaction():
        for name in names:
            save(Honouree(kind="memory", name=name, name_key=name_key(name), made_at=clock.now()))


def test_the_database_leaves_out_nobody_who_is_alike(db: Session) -> None:
    honour(*NAMES)
    for name in NAMES:
        key = name_key(name)
        near = set(db.scalars(select(Honouree.name_key).where(perhaps_alike(Honouree.name_key, key))))
        assert {other for other in map(name_key, NAMES) if alike(key, other)} <= near


def test_who_may_be_the_same_is_found_with_three_questions_and_without_reading_everybody(
    db: Session, statements: list[str]
) -> None:
    honour("Ann Miller", "Anne Miller", *(f"Bob{number} Berg{number}" for number in range(300)))
    one = db.scalars(select(Honouree).order_by(Honouree.id)).first()
    assert one is not None
    db.rollback()
    db.refresh(one)
    statements.clear()
    before = len(db.identity_map)
    assert [other.name for other in perhaps_the_same(one)] == ["Anne Miller"]
    asked = [statement for statement in statements if statement.lstrip().startswith("SELECT")]
    assert len(asked) == 3
    assert len(db.identity_map) <= before + 1
    near = db.scalars(select(Honouree.id).where(perhaps_alike(Honouree.name_key, one.name_key))).all()
    assert len(near) == 2
