"""Staff learn whom a gift honors when it is recorded already."""

import pytest
from flask.testing import FlaskClient
from html5lib import HTMLParser
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.core.db import transaction
from ngoapp.donations.gifts import release_gift
from ngoapp.donations.models import Gift
from ngoapp.donations.tributes.models import Tribute
from tests.accounts.fixtures import StaffClient
from tests.donations.factories import make_card_gift, make_cheque
from tests.people.factories import make_person

pytestmark = pytest.mark.usefixtures("organisation")
ANN = {
    "tribute_kind": "memory",
    "honouree_name": "Ann Miller",
    "tribute_tell": "email",
    "recipient_name": "Tom Miller",
    "recipient_email": "tom@example.org",
    "donor_named": "y",
}


@pytest.fixture
def finance(staff_client: StaffClient) -> FlaskClient:
    """A browser of somebody who records gifts."""
    return staff_client("finance")


def tributes(db: Session) -> list[Tribute]:
    """Every tribute, as it is now."""
    db.rollback()
    return list(db.scalars(select(Tribute)))


@pytest.mark.parametrize("released", [True, False])
def test_a_tribute_is_added_once_and_comes_into_force_with_the_release(
    db: Session, finance: FlaskClient, released: bool
) -> None:
    with transaction():
        gift: Gift = make_card_gift() if released else make_cheque(donor=make_person())
    path = f"/staff/tributes/of-gift/{gift.id}"
    assert path in finance.get(f"/staff/gifts/{gift.id}").text
    HTMLParser(strict=True).parse(finance.get(path).text)
    for _ in range(2):
        assert finance.post(path, data=ANN).location == f"/staff/gifts/{gift.id}"
    (tribute,) = tributes(db)
    assert (tribute.gift_id, bool(tribute.honouree)) == (gift.id, released)
    if not released:
        with transaction():
            release_gift(gift.id)
    (tribute,) = tributes(db)
    assert tribute.recipient
    assert tribute.recipient.name == "Tom Miller"
    page = finance.get(f"/staff/gifts/{gift.id}").text
    assert "In memory of Ann Miller" in page
    assert path not in page


def test_a_gift_is_for_one_honoree_and_what_is_missing_is_asked_for(
    db: Session, finance: FlaskClient
) -> None:
    with transaction():
        gift = make_card_gift()
    path = f"/staff/tributes/of-gift/{gift.id}"
    assert "Choose “In honor of”" in finance.post(path, data={"tribute_kind": ""}).text
    finance.post(path, data=ANN)
    assert "already" in finance.post(path, data={**ANN, "honouree_name": "Eve Miller"}).text
    assert len(tributes(db)) == 1
