"""The second of two donors, on a page of their own: what both gave, and nothing else of the first."""

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.acknowledgments.together.operations import LINK, Answer, answer
from ngoapp.core.db import transaction
from ngoapp.core.money import Money
from ngoapp.donations.models import Gift
from ngoapp.donations.together.models import SecondDonor
from ngoapp.organisation.queries import our_today
from ngoapp.people.models import Person
from tests.donations.factories import make_card_gift, make_joint_gift
from tests.organisation.factories import make_organisation
from tests.receipts.factories import make_receipt
from tests.site.factories import let_in

SECOND = "liz@example.org"


@pytest.fixture
def joint(db: Session) -> Gift:
    """A gift of fifty dollars by Jack and Elizabeth Lewis, and one by Jack alone."""
    with transaction():
        make_organisation()
        gift = make_joint_gift()
        make_card_gift(Money(7700, "USD"), donor=gift.donor)
    return gift


def say(db: Session, consent: str, source: str = LINK) -> None:
    """The second donor answers."""
    with transaction():
        second = db.scalars(select(SecondDonor)).one()
        answer(
            second.id,
            Answer(consent=consent, name=second.public_name, on=our_today(), source=source, wording="Yes"),
        )


@pytest.mark.parametrize("consent", ["agreed", "declined"])
def test_who_has_answered_sees_the_joint_gift_and_its_receipt_and_nothing_else(
    app: Flask, db: Session, client: FlaskClient, joint: Gift, consent: str
) -> None:
    say(db, consent)
    receipt = make_receipt(joint)
    alone = make_receipt(db.scalars(select(Gift).where(Gift.id != joint.id)).one())
    let_in(app, client, SECOND)
    page = client.get("/giving").text
    html5lib.HTMLParser(strict=True).parse(page)
    for words in ("Given together", "$50.00", "together with Jack Lewis", receipt.number):
        assert words in page
    assert "$77.00" not in page
    assert "lewis@example.org" not in page
    assert client.get(f"/giving/receipts/{receipt.id}.pdf").data == receipt.file.content
    assert client.get(f"/giving/receipts/{alone.id}.pdf").status_code == 404
    assert client.get(f"/giving/gifts/{joint.id}/thanks").status_code == 404


def test_the_first_donor_sees_it_as_their_own(
    app: Flask, db: Session, client: FlaskClient, joint: Gift
) -> None:
    say(db, "agreed")
    assert joint.donor
    let_in(app, client, joint.donor.email or "")
    page = client.get("/giving").text
    assert "$50.00" in page
    assert "Given together" not in page


@pytest.mark.parametrize(("consent", "source"), [("stranger", LINK), ("agreed", "telephone")])
def test_an_address_that_its_owner_has_not_answered_from_opens_nothing(
    db: Session, joint: Gift, consent: str, source: str
) -> None:
    say(db, consent, source)
    assert db.scalar(select(Person.id).where(Person.email == SECOND)) is None
