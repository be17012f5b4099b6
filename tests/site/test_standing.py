"""How a donor is thanked from now on: their wish, what staff see of it, and what leaves with it."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.acknowledgments.operations import draft_acknowledgment, publish
from ngoapp.core.audit import AuditEntry
from ngoapp.core.db import transaction
from ngoapp.donations.models import Fund, Gift
from ngoapp.organisation.queries import our_today
from ngoapp.people.models import Consent
from ngoapp.people.naming import WORDING
from tests.accounts.fixtures import StaffClient
from tests.acknowledgments.factories import make_published
from tests.donations.giving import hidden

NAME = "The Lewis Family"
NAMED = {"thanks": "named", "recognition_name": NAME}
PRIVATELY = {"thanks": "not-named", "recognition_name": NAME}


@pytest.fixture
def path(gift: Gift) -> str:
    """Where the donor says so."""
    return f"/giving/people/{gift.donor_id}/thanks"


@pytest.fixture
def finance(staff_client: StaffClient) -> FlaskClient:
    """Somebody who records what comes by mail."""
    return staff_client("finance")


def by_mail(client: FlaskClient, db: Session, gift: Gift, **changes: str) -> dict[str, str]:
    """The form for a check of the donor's."""
    return {
        "entry_key": hidden(client.get("/staff/gifts/new").text, "entry_key"),
        "method": "cheque",
        "amount": "50",
        "fund_id": str(db.scalar(select(Fund.id))),
        "donor_name": "Lewis",
        "donor": str(gift.donor_id),
        "received_on": our_today().isoformat(),
        "named": "y",
        "consent_source": "standing wish",
        "country_code": "US",
        **changes,
    }


def newest(db: Session) -> Gift:
    """The gift that was recorded last."""
    db.rollback()
    return db.scalars(select(Gift).order_by(Gift.id.desc())).first() or Gift()


def test_a_wish_is_kept_with_its_words_and_taken_back_and_never_deleted(
    inside: FlaskClient, db: Session, path: str
) -> None:
    for data in (NAMED, NAMED, {**NAMED, "recognition_name": "Jack  Lewis"}, PRIVATELY, PRIVATELY):
        assert inside.post(path, data=data).location == "/giving"
    wishes = db.scalars(select(Consent).order_by(Consent.id)).all()
    assert [(it.recognition_name, it.withdrawn_at is None) for it in wishes] == [
        (NAME, False),
        ("Jack Lewis", False),
    ]
    assert {(it.purpose, it.wording, it.source) for it in wishes} == {("naming", WORDING, "donor's own page")}
    entries = select(AuditEntry.action).where(AuditEntry.action.like("consent.%")).order_by(AuditEntry.seq)
    assert db.scalars(entries).all() == ["consent.given", "consent.given", "consent.withdrawn"]


def test_the_page_says_how_they_are_thanked_from_now_on(inside: FlaskClient, path: str) -> None:
    assert "Privately, from now on" in inside.get("/giving").text
    inside.post(path, data=NAMED)
    assert f"By name, as “{NAME}”, from now on" in inside.get("/giving").text
    assert f'value="{NAME}"' in inside.get(path).text


def test_a_wish_without_a_name_says_what_is_missing(inside: FlaskClient, path: str) -> None:
    assert "Enter your name" in inside.post(path, data={**NAMED, "recognition_name": " "}).text


def test_a_wish_does_not_touch_mail_that_was_agreed_to(
    inside: FlaskClient, db: Session, gift: Gift, path: str
) -> None:
    mail = f"/giving/people/{gift.donor_id}/mail"
    inside.post(path, data=NAMED)
    inside.post(mail, data={"purposes": ["appeals"]})
    inside.post(mail, data={"purposes": ["newsletter"]})
    db.rollback()
    held = db.scalars(select(Consent.purpose).where(Consent.withdrawn_at.is_(None))).all()
    assert sorted(held) == ["naming", "newsletter"]


def test_staff_see_the_wish_and_the_gift_keeps_its_words(
    inside: FlaskClient, finance: FlaskClient, db: Session, gift: Gift, path: str
) -> None:
    inside.post(path, data=NAMED)
    assert f"wishes to be thanked as “{NAME}”" in finance.get("/staff/gifts/donors?donor_name=lewis").text
    assert finance.post("/staff/gifts/new", data=by_mail(finance, db, gift)).status_code == 303
    recorded = newest(db)
    assert (recorded.recognition_name, recorded.consent_wording) == (NAME, WORDING)
    assert NAME in finance.get(f"/staff/donors/{gift.donor_id}").text


def test_who_has_no_such_wish_cannot_be_named_by_it(finance: FlaskClient, db: Session, gift: Gift) -> None:
    page = finance.post("/staff/gifts/new", data=by_mail(finance, db, gift)).text
    assert "has not wished to be named for every gift" in page
    assert newest(db).id == gift.id


@pytest.mark.parametrize(("ticked", "left"), [({}, ["Jack and Elizabeth Lewis"]), ({"earlier_too": "y"}, [])])
def test_taking_it_back_takes_its_names_away_at_once_and_others_if_ticked(
    inside: FlaskClient,
    client: FlaskClient,
    finance: FlaskClient,
    db: Session,
    gift: Gift,
    path: str,
    ticked: dict[str, str],
    left: list[str],
) -> None:
    with transaction():
        make_published("Jack and Elizabeth Lewis")
    inside.post(path, data=NAMED)
    finance.post("/staff/gifts/new", data=by_mail(finance, db, gift))
    recorded = newest(db).id
    with transaction():
        publish(draft_acknowledgment(recorded).id)
    assert NAME in client.get("/contact").text
    inside.post(path, data={**PRIVATELY, **ticked})
    page = client.get("/contact").text
    assert [name for name in (NAME, "Jack and Elizabeth Lewis") if name in page] == left


def test_names_of_others_with_the_same_mailbox_stay(
    inside: FlaskClient, client: FlaskClient, path: str
) -> None:
    with transaction():
        make_published("Elizabeth Alone")
    inside.post(path, data={**PRIVATELY, "earlier_too": "y"})
    assert "Elizabeth Alone" in client.get("/contact").text


def test_a_gift_without_a_wish_is_recorded_as_ever(finance: FlaskClient, db: Session, gift: Gift) -> None:
    form = by_mail(finance, db, gift, consent_source="letter")
    assert finance.post("/staff/gifts/new", data=form).status_code == 303
    assert newest(db).recognition_name == "Jack and Elizabeth Lewis"
