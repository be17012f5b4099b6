"""A check from a donor's retirement account: a numbered letter of thanks without a word about deducting it."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.core import clock
from ngoapp.core.db import transaction
from ngoapp.donations.gifts import release_gift
from ngoapp.donations.models import Gift
from ngoapp.receipts.jobs import issue, send
from ngoapp.receipts.letter import Letter
from ngoapp.receipts.links import give_link, token_of
from ngoapp.receipts.models import Receipt
from ngoapp.receipts.paper import page_of
from ngoapp.receipts.summaries import page_of_summary, summary_of
from tests.accounts.fixtures import StaffClient
from tests.donations.checks import NEW, check_form
from tests.donations.factories import make_fund
from tests.fakes import FakeSmtp
from tests.organisation.factories import make_organisation

FROM_AN_IRA = {"ira_custodian": "Fidelity"}


@pytest.fixture
def finance(db: Session, staff_client: StaffClient) -> FlaskClient:
    """A browser of somebody who opens the mail."""
    with transaction():
        make_organisation()
        make_fund()
    return staff_client("finance")


def letter_of(db: Session, client: FlaskClient, **changes: str) -> tuple[Receipt, Letter]:
    """What the donor of such a check gets."""
    client.post(NEW, data=check_form(client, db, **FROM_AN_IRA | changes))
    db.rollback()
    gift_id = db.scalars(select(Gift.id).order_by(Gift.id.desc())).first()
    assert gift_id
    with transaction():
        release_gift(gift_id)
    issue(gift_id)
    receipt = db.scalars(select(Receipt).where(Receipt.gift_id == gift_id)).one()
    return receipt, Letter.thawed(receipt.data)


def test_the_letter_names_the_custodian_and_says_nothing_of_deducting(
    db: Session, finance: FlaskClient
) -> None:
    receipt, letter = letter_of(db, finance)
    words = page_of(letter)
    assert receipt.number.startswith("ZZ-")
    assert "directly from Fidelity, the custodian of your individual retirement account" in words
    assert "No goods or services were provided" in words
    assert "Check from your IRA" in words
    assert not [word for word in ("deduct", "receipt", "tax-exempt") if word in words.casefold()]


def test_the_mail_that_brings_it_calls_it_no_receipt(
    db: Session, finance: FlaskClient, outgoing: FakeSmtp
) -> None:
    receipt, _letter = letter_of(db, finance)
    send(receipt.id, receipt.sendings)  # when its quarter of an hour is over
    [mail] = outgoing.sent
    assert mail["Subject"] == "Your letter from NSN"
    body = mail.get_body(("plain",))
    assert body is not None
    assert f"Our letter about it, number {receipt.number}," in body.get_content()


def test_the_page_behind_its_link_and_the_summary_of_the_year_call_it_no_receipt(
    db: Session, finance: FlaskClient
) -> None:
    receipt, _letter = letter_of(db, finance)
    assert receipt.gift.donor
    summary = summary_of(receipt.gift.donor, 2026)
    assert [line.receipt for line in summary.lines] == [f"{receipt.number}, a letter"]
    words = page_of_summary(summary)
    assert "Each gift has a receipt of its own" not in words
    assert "a letter that is none" in words
    secret = finance.application.config["SECRET_KEY"]
    with transaction():
        token = token_of(give_link(receipt, secret=secret), secret=secret)
        receipt.state, receipt.ended_at, receipt.ended_reason = "void", clock.now(), "Given back"
    page = finance.get(f"/receipts/{token}").text
    assert "This letter is void." in page
    assert "for your taxes" not in page


def test_every_other_check_of_the_same_donor_keeps_its_receipt(db: Session, finance: FlaskClient) -> None:
    receipt, letter = letter_of(db, finance, ira_custodian="")
    assert (receipt.number[:3], letter.receipt, letter.title) == ("US-", True, "Donation receipt")


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"method": "cash"}, "A gift from an IRA comes as a check"),
        ({"donor_name": "", "donor": "unknown"}, "Choose whose account it is"),
    ],
)
def test_cash_and_unknown_givers_have_no_such_account(
    db: Session, finance: FlaskClient, changes: dict[str, str], problem: str
) -> None:
    page = finance.post(NEW, data=check_form(finance, db, **FROM_AN_IRA | changes))
    assert problem in page.text
    assert db.scalars(select(Gift)).all() == []


def test_the_gift_says_where_it_came_from(db: Session, finance: FlaskClient) -> None:
    shown = finance.post(NEW, data=check_form(finance, db, **FROM_AN_IRA, save="1"), follow_redirects=True)
    assert shown.status_code == 200
    gift = db.scalars(select(Gift)).one()
    assert "from an IRA at Fidelity" in finance.get(f"/staff/gifts/{gift.id}").text
