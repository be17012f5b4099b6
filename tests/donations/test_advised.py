"""A check of a donor-advised fund: the fund is the donor, its adviser has a credit and a letter, nobody a receipt."""

import pytest
from flask.testing import FlaskClient
from html5lib import HTMLParser
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ngoapp.core.db import save, transaction
from ngoapp.core.money import Money
from ngoapp.desk.story import story_of
from ngoapp.donations.advised.invariants import broken
from ngoapp.donations.gifts import release_gift
from ngoapp.donations.history import given_in_all, years_of_giving
from ngoapp.donations.matching.models import SoftCredit
from ngoapp.donations.models import Gift
from ngoapp.donations.tributes.letter import name_told
from ngoapp.donations.tributes.models import Tribute
from ngoapp.people.models import Person
from ngoapp.receipts.correspondence import mails_to
from ngoapp.receipts.jobs import issue, send
from ngoapp.receipts.letter import Letter
from ngoapp.receipts.models import Receipt
from ngoapp.receipts.paper import page_of
from ngoapp.receipts.printing import has_address
from ngoapp.receipts.queries import find_receipts, receipt_of_donor
from ngoapp.site.export import everything_about
from ngoapp.site.giving import advised_by
from tests.accounts.fixtures import StaffClient
from tests.donations.checks import NEW, check_form
from tests.donations.factories import make_advised, make_fund
from tests.fakes import FakeSmtp
from tests.organisation.factories import make_organisation
from tests.people.factories import make_person

ADVISES = {
    "donor_name": "Fidelity Charitable",
    "advised_fund": "Berg Family Fund",
    "adviser_name": "Ruth Berg",
    "email": "ruth@example.org",
}


@pytest.fixture
def finance(db: Session, staff_client: StaffClient) -> FlaskClient:
    """A browser of somebody who opens the mail."""
    with transaction():
        make_organisation()
        make_fund()
    return staff_client("finance")


def enter(client: FlaskClient, db: Session, **changes: str) -> Gift:
    """The gift that such a form makes, released; the form is sent twice."""
    form = check_form(client, db, **ADVISES | changes)
    for _ in range(2):
        assert client.post(NEW, data=form).status_code == 303
    db.rollback()
    gift_id = db.scalars(select(Gift.id).order_by(Gift.id.desc())).first()
    assert gift_id
    with transaction():
        release_gift(gift_id)
    return db.get_one(Gift, gift_id)


def paper_of(db: Session, gift: Gift) -> tuple[Receipt, Letter]:
    """The paper that is made about it."""
    issue(gift.id)
    receipt = db.scalars(select(Receipt).where(Receipt.gift_id == gift.id)).one()
    return receipt, Letter.thawed(receipt.data)


def test_the_fund_is_the_donor_and_the_adviser_has_a_credit_that_counts_nowhere(
    db: Session, finance: FlaskClient
) -> None:
    HTMLParser(strict=True).parse(finance.get(NEW).text)
    gift = enter(finance, db)
    assert gift.donor
    assert gift.adviser
    assert (gift.donor.name, gift.donor.kind, gift.donor.email) == (
        "Fidelity Charitable",
        "organisation",
        None,
    )
    assert (gift.adviser.name, gift.adviser.email) == ("Ruth Berg", "ruth@example.org")
    credit = db.scalars(select(SoftCredit)).one()
    assert (credit.person_id, credit.amount, credit.match) == (gift.adviser_id, Money(500000, "USD"), None)
    assert years_of_giving([gift.adviser.id]) == []
    assert given_in_all(gift.adviser.id) == []
    assert list(broken()) == []


def test_the_letter_goes_to_the_adviser_and_says_nothing_of_deducting(
    db: Session, finance: FlaskClient
) -> None:
    receipt, letter = paper_of(db, enter(finance, db))
    words = page_of(letter)
    assert receipt.number.startswith("ZZ-")
    assert letter.salutation == letter.donor_name == "Ruth Berg"
    assert "Thank you for recommending this grant to us." in words
    assert "Fidelity Charitable, Berg Family Fund" in words
    assert "No goods or services were provided" in words
    assert not [word for word in ("deduct", "receipt", "tax-exempt") if word in words.casefold()]


def test_the_mail_that_brings_it_goes_to_the_adviser_and_calls_it_a_letter(
    db: Session, finance: FlaskClient, outgoing: FakeSmtp
) -> None:
    gift = enter(finance, db)
    receipt, _letter = paper_of(db, gift)
    send(receipt.id, receipt.sendings)  # when its quarter of an hour is over
    [mail] = outgoing.sent
    assert (mail["To"], mail["Subject"]) == ("ruth@example.org", "Your letter from NSN")
    body = mail.get_body(("plain",))
    assert body is not None
    assert "Thank you for recommending a grant of $5,000.00" in body.get_content()
    assert gift.adviser
    assert gift.donor
    assert [row.name for row in mails_to(gift.adviser)] == ["receipts.send"]
    assert [row.name for row in mails_to(gift.donor)] == []


def test_a_fund_that_names_nobody_is_thanked_itself_and_gets_no_receipt_either(
    db: Session, finance: FlaskClient
) -> None:
    _receipt, letter = paper_of(db, enter(finance, db, adviser_name="", email=""))
    words = page_of(letter)
    assert (letter.donor_name, letter.receipt, letter.given_by) == ("Fidelity Charitable", False, "")
    assert "out of Berg Family Fund, a donor-advised fund" in words
    assert not [word for word in ("deduct", "receipt") if word in words.casefold()]
    assert db.scalars(select(SoftCredit)).all() == []


def test_an_adviser_whom_we_know_is_chosen_and_never_made_twice_unawares(
    db: Session, finance: FlaskClient
) -> None:
    with transaction():
        known = make_person("Ruth Berg", "berg@example.org")
    asked = finance.post(NEW, data=check_form(finance, db, **ADVISES))
    assert "We know people of this name" in asked.text
    assert db.scalars(select(Gift)).all() == []
    place = {"street_address": "120 Lake St", "city": "Bemidji", "country_area": "MN", "postal_code": "56601"}
    gift = enter(finance, db, adviser=str(known.id), **place)
    assert gift.adviser_id == known.id
    assert known.address
    assert known.address.city == "Bemidji"
    receipt, _letter = paper_of(db, gift)
    assert has_address(receipt)
    assert len(db.scalars(select(Person)).all()) == 2


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"method": "cash"}, "A fund sends a check"),
        ({"donor_name": "", "donor": "unknown"}, "Choose as donor the fund that sent the check"),
        ({"advised_fund": ""}, "Enter the name of the account"),
        ({"second_name": "Ann Berg"}, "The fund alone is the donor"),
        ({"ira_custodian": "Fidelity"}, "The fund alone is the donor"),
        ({"adviser": "77"}, "Choose one of the people listed"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_typed_is_lost(
    db: Session, finance: FlaskClient, changes: dict[str, str], problem: str
) -> None:
    page = finance.post(NEW, data=check_form(finance, db, **ADVISES | changes))
    HTMLParser(strict=True).parse(page.text)
    assert problem in page.text
    assert 'value="Ruth Berg"' in page.text
    assert db.scalars(select(Gift)).all() == []


def test_staff_read_on_the_gift_and_in_its_story_who_advised_it_and_find_both_by_name(
    db: Session, finance: FlaskClient
) -> None:
    gift = enter(finance, db)
    receipt, _letter = paper_of(db, gift)
    shown = finance.get(f"/staff/gifts/{gift.id}").text
    HTMLParser(strict=True).parse(shown)
    assert "Berg Family Fund" in shown
    assert "Ruth Berg advised the fund: a soft credit of $5,000.00" in shown
    assert "Soft credit of $5,000.00 to Ruth Berg" in {moment.what for moment in story_of(gift.id).moments}
    for name in ("ruth", "fidelity"):
        assert [found.id for found in find_receipts(q=name).items] == [receipt.id]
        assert f"/staff/gifts/{gift.id}" in finance.get(f"/staff/gifts/?q={name}").text


def test_the_advisers_own_page_has_the_letter_beside_the_gifts_and_the_funds_has_not(
    db: Session, finance: FlaskClient
) -> None:
    gift = enter(finance, db)
    receipt, _letter = paper_of(db, gift)
    assert gift.adviser
    [advised] = advised_by([gift.adviser])
    assert (advised.gift.id, advised.receipt) == (gift.id, receipt)
    assert receipt_of_donor(receipt.id, [gift.adviser.id]).id == receipt.id
    told = everything_about([gift.adviser], "ruth@example.org")
    assert [len(told[part]) for part in ("gifts", "soft_credits", "receipts")] == [0, 1, 1]


def test_the_family_of_an_honoree_reads_who_advised_the_fund(db: Session, finance: FlaskClient) -> None:
    told = Tribute(gift=enter(finance, db), donor_named=True, donor_name="")
    assert name_told(told) == "Ruth Berg"


@pytest.mark.parametrize(
    "wrong",
    [
        {"advised_fund": ""},
        {"ira_custodian": "Fidelity"},
        {"donor_id": Gift.adviser_id},
    ],
)
def test_the_database_refuses_an_adviser_of_nothing_and_of_oneself(
    db: Session, finance: FlaskClient, wrong: dict[str, object]
) -> None:
    enter(finance, db)
    with pytest.raises(IntegrityError), transaction():
        db.execute(update(Gift).values(**wrong))


def test_a_gift_has_one_adviser(db: Session, finance: FlaskClient) -> None:
    gift = enter(finance, db)
    again = SoftCredit(
        gift_id=gift.id, person_id=gift.adviser_id, amount=gift.amount, created_at=gift.recorded_at
    )
    with pytest.raises(IntegrityError), transaction():
        save(again)


@pytest.mark.breaks_rules
def test_the_check_finds_a_credit_that_is_not_the_advisers(db: Session, finance: FlaskClient) -> None:
    with transaction():
        gift = make_advised()
        gift.adviser = make_person("Somebody Else")
    assert "not its adviser's" in " ".join(broken())
