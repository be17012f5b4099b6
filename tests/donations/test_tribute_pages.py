"""A gift in somebody's honor or memory, as donors fill it in and as staff tell the family."""

from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from html5lib import HTMLParser
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.core.db import transaction
from ngoapp.donations.links import AGAIN, THANKS, seal
from ngoapp.donations.mailed.models import MailedPledge
from ngoapp.donations.mailed.slips import SLIP, seal_slip
from ngoapp.donations.models import Donation, Gift
from ngoapp.donations.tributes.models import Tribute
from ngoapp.organisation.queries import our_today
from tests.accounts.fixtures import StaffClient
from tests.donations.factories import make_donation, make_pledge
from tests.donations.giving import give
from tests.donations.tributes import (
    BY_POST,
    TOM,
    make_tribute,
    make_tribute_by_check,
    make_wish,
)
from tests.fakes import FakeSmtp
from tests.work import work_off

pytestmark = pytest.mark.usefixtures("organisation")
LIST = "/staff/tributes/"
FOR_ANN = {
    "tribute_kind": "memory",
    "honouree_name": "Ann Miller",
    "occasion": "her birthday",
    "tribute_tell": "email",
    "recipient_name": "Tom Miller",
    "recipient_email": "tom@example.org",
    "recipient_address": "kept on the page, and not used",
    "tribute_message": "With love",
    "donor_named": "y",
}


def only(db: Session, model: type[Tribute]) -> Tribute:
    """The one tribute, as it is now."""
    db.rollback()
    return db.scalars(select(model)).one()


def kept(tribute_values: dict[str, str] | None = None, **donation: object) -> tuple[int, int, int]:
    """A tribute that pages can see: its id, its honoree's and its recipient's."""
    with transaction():
        tribute = make_tribute(make_wish(**{**TOM, **(tribute_values or {})}), **donation)
        return tribute.id, tribute.honouree_id or 0, tribute.recipient_id or 0


def test_what_a_donor_fills_in_is_kept_with_the_donation_and_comes_back(
    db: Session, client: FlaskClient
) -> None:
    assert give(client, **FOR_ANN).status_code == 303
    tribute = only(db, Tribute)
    assert (tribute.called, tribute.occasion, tribute.message) == (
        "In memory of Ann Miller",
        "her birthday",
        "With love",
    )
    assert (tribute.tell, tribute.recipient_email, tribute.recipient_address) == (
        "email",
        "tom@example.org",
        "",
    )
    assert tribute.donor_named
    with transaction():
        donation = db.scalars(select(Donation)).one()
        donation.state, token = "failed", seal(donation)
    page = client.get(AGAIN + token).text
    HTMLParser(strict=True).parse(page)
    for words in (
        'value="Ann Miller"',
        'value="Tom Miller"',
        "With love",
        'class="optional-part tribute" open',
    ):
        assert words in page


def test_an_ordinary_gift_has_no_tribute_and_shows_the_part_folded(db: Session, client: FlaskClient) -> None:
    assert 'class="optional-part tribute">' in client.get("/donate").text
    give(client, tribute_kind="", tribute_tell="nobody")
    assert db.scalar(select(Tribute.id)) is None


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"honouree_name": ""}, "Enter the name of the person for whom you give."),
        ({"tribute_kind": ""}, "Choose “In honor of” or “In memory of”"),
        ({"recipient_name": ""}, "Enter the name of the person whom we shall tell."),
        ({"recipient_email": ""}, "Enter the e-mail address of the person whom we shall tell."),
        ({"recipient_email": "tom@"}, "Enter an e-mail address in full"),
        ({"tribute_tell": "post", "recipient_address": "Fargo"}, "Enter street, town and ZIP code"),
        ({"tribute_message": "x" * 601}, "Use at most 600 characters."),
        ({"tribute_kind": "envy"}, "Not a valid choice"),
    ],
)
def test_what_is_missing_is_said_beside_its_field(
    db: Session, client: FlaskClient, changes: dict[str, str], sentence: str
) -> None:
    page = give(client, None, **{**FOR_ANN, **changes})
    assert page.status_code == 200
    assert sentence in page.text
    HTMLParser(strict=True).parse(page.text)
    assert db.scalar(select(Donation.id)) is None


def test_the_thanks_offer_a_card_without_the_amount(db: Session, client: FlaskClient) -> None:
    with transaction():
        tribute = make_tribute(make_wish(**BY_POST, message="She taught us to swim."), donor_name="Bea Holm")
        assert tribute.donation
        token = seal(tribute.donation)
        other, unpaid = seal(make_donation(state="processing")), seal(make_donation(state="failed"))
    page = client.get(THANKS + token).text
    assert "We write to Tom Miller" in page
    answer = client.get(f"{THANKS}{token}/card.pdf")
    words = " ".join(PdfReader(BytesIO(answer.data)).pages[0].extract_text().split())
    for said in ("In memory of Ann Miller", "Bea Holm", "She taught us to swim."):
        assert said in words
    assert "$" not in words
    assert "50" not in words
    assert answer.headers["Cache-Control"] == "no-store"
    for no_card in (other, unpaid, "x" * 43):
        assert client.get(f"{THANKS}{no_card}/card.pdf").status_code == 404


def test_a_promised_check_carries_its_tribute_to_the_slip_and_into_the_books(
    db: Session, client: FlaskClient, staff_client: StaffClient
) -> None:
    answer = give(client, None, **{**FOR_ANN, "way": "mail"})
    assert "In memory of Ann Miller" in client.get(answer.location).text
    paper = client.get(f"{answer.location}.pdf")
    assert "Ann Miller" in PdfReader(BytesIO(paper.data)).pages[0].extract_text()
    db.rollback()
    pledge = db.scalars(select(MailedPledge)).one()
    finance = staff_client("finance")
    page = finance.get(f"/staff/gifts/new?pledge={pledge.reference}").text
    assert 'value="Ann Miller"' in page
    form = {
        **FOR_ANN,
        "honouree_name": "Anne Miller",
        "entry_key": "a-form-of-this-very-test-0123",
        "pledge": pledge.reference,
        "donor_name": "Jack and Elizabeth Lewis",
        "donor": "new",
        "amount": "50",
        "method": "cheque",
        "consent_source": "pledge form",
        "received_on": our_today().isoformat(),
        "fund_id": str(pledge.fund_id),
        "save": "1",
    }
    for _ in range(2):
        assert finance.post("/staff/gifts/new", data=form).status_code == 303
    tribute = only(db, Tribute)
    gift = db.scalars(select(Gift)).one()
    assert (tribute.honouree_name, tribute.mailed_pledge_id, tribute.gift_id) == (
        "Anne Miller",
        pledge.id,
        gift.id,
    )
    assert "In memory of Anne Miller" in finance.get(f"/staff/gifts/{gift.id}").text


def test_a_check_without_a_promise_can_be_in_memory_too(db: Session) -> None:
    with transaction():
        tribute = make_tribute_by_check(make_wish(**BY_POST))
    assert tribute.honouree


def test_the_receipt_says_it_as_the_donor_wrote_it(app: Flask, db: Session, outgoing: FakeSmtp) -> None:
    kept({"honouree_name": "Anne Miler"})
    work_off(app)
    [receipt] = [mail for mail in outgoing.sent if "receipt" in str(mail["Subject"])]
    [paper] = receipt.iter_attachments()
    assert "In memory of Anne Miler" in PdfReader(BytesIO(paper.get_content())).pages[0].extract_text()


def test_a_slip_without_a_tribute_says_nothing_of_one(client: FlaskClient, db: Session) -> None:
    with transaction():
        link = SLIP + seal_slip(make_pledge())
    assert "Tribute" not in client.get(link).text
