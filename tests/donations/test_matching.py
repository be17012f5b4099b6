"""Employers that match gifts: the hope on the form, and the money as a gift of the employer."""

import pytest
from flask.testing import FlaskClient
from html5lib import HTMLParser
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ngoapp.core import clock
from ngoapp.core.db import save, transaction
from ngoapp.core.money import Money
from ngoapp.desk.story import story_of
from ngoapp.donations.gifts import release_gift
from ngoapp.donations.history import years_of_giving
from ngoapp.donations.links import seal
from ngoapp.donations.mailed.models import MailedPledge
from ngoapp.donations.matching.employers import EmployerFacts, KnownEmployer, add_employer, giver_of
from ngoapp.donations.matching.invariants import broken
from ngoapp.donations.matching.models import Employer, MatchingGift, SoftCredit
from ngoapp.donations.matching.operations import (
    MatchSettled,
    MoreThanCame,
    NoGiftYet,
    OwnGift,
    change_match,
    keep_match,
    receive_match,
    start_match,
)
from ngoapp.donations.models import Donation, Gift, Movement
from tests.accounts.fixtures import StaffClient
from tests.donations.factories import make_card_gift, make_cheque, make_donation, make_fund, make_match
from tests.donations.giving import filled, give, hidden
from tests.donations.matching import made, the_match

pytestmark = pytest.mark.usefixtures("mill")


def test_the_form_keeps_the_employer_once_and_knows_it_by_another_name(
    db: Session, client: FlaskClient
) -> None:
    page = client.get("/donate").text
    HTMLParser(strict=True).parse(page)
    assert '<option value="North Star Mill">' in page
    form = filled(client, employer_name="north star MILLING company")
    for _ in range(2):
        assert give(client, form).status_code == 303
    match = the_match(db)
    assert (match.employer_name, match.state) == ("north star MILLING company", "possible")
    assert match.employer
    assert match.employer.name == "North Star Mill"
    with transaction():
        token = seal(db.scalars(select(Donation)).one())
    assert 'value="north star MILLING company"' in client.get(f"/donate/again/{token}").text


def test_an_employer_that_does_not_match_is_not_offered(db: Session, client: FlaskClient) -> None:
    with transaction():
        add_employer(EmployerFacts(name="Stingy and Sons", matches="no"))
    assert "Stingy" not in client.get("/donate").text


def test_a_promised_check_carries_the_employer_to_its_gift(
    db: Session, client: FlaskClient, staff_client: StaffClient
) -> None:
    client.post("/donate", data={**filled(client, employer_name="NSM"), "way": "mail"})
    db.rollback()
    reference = db.scalars(select(MailedPledge)).one().reference
    finance = staff_client("finance")
    page = finance.get(f"/staff/gifts/new?pledge={reference}").text
    assert 'value="NSM"' in page
    form = {
        "entry_key": hidden(page, "entry_key"),
        "pledge": reference,
        "donor_name": "Jack and Elizabeth Lewis",
        "donor": "new",
        "email": "lewis@example.org",
        "amount": "50",
        "currency_code": "USD",
        "method": "cheque",
        "received_on": f"{clock.today('America/Chicago')}",
        "fund_id": str(make_fund().id),
        "employer_name": "NSM",
        "consent_source": "letter",
    }
    for _ in range(2):
        assert finance.post("/staff/gifts/new", data=form).status_code == 303
    match = the_match(db)
    assert match.gift_id
    assert match.remind_on is None
    with transaction():
        release_gift(match.gift_id)
    assert the_match(db).remind_on


def test_the_money_is_a_gift_of_the_employer_and_the_donor_has_a_credit_that_counts_nowhere(
    db: Session, staff_client: StaffClient
) -> None:
    match_id = made()
    finance, path = staff_client("finance"), f"/staff/gifts/matching/{match_id}/received"
    page = finance.get(path).text
    HTMLParser(strict=True).parse(page)
    day = clock.today("America/Chicago")
    form = {"entry_key": hidden(page, "entry_key"), "gift": "new", "amount": "50", "received_on": f"{day}"}
    for _ in range(2):
        assert finance.post(path, data=form).status_code == 303
    match = the_match(db)
    own, matched = match.gift, match.matched_gift
    assert own
    assert matched
    assert own.donor
    assert matched.donor
    assert (matched.donor.kind, matched.donor_name, matched.released_at) == (
        "organisation",
        "North Star Mill",
        None,
    )
    credit = db.scalars(select(SoftCredit)).one()
    assert (credit.person_id, credit.amount) == (own.donor_id, Money(5000, "USD"))
    assert years_of_giving([own.donor.id]) == [(own.donor.id, own.gift_on.year)]
    assert len(db.scalars(select(Movement)).all()) == 2
    for gift, other in ((own, matched), (matched, own)):
        shown = finance.get(f"/staff/gifts/{gift.id}").text
        HTMLParser(strict=True).parse(shown)
        assert f"/staff/gifts/{other.id}" in shown
        assert f"/staff/gifts/{other.id}" in {moment.path for moment in story_of(gift.id).moments}


def test_one_check_brings_the_matches_of_several_people_and_no_more_than_it_is(
    db: Session, staff_client: StaffClient
) -> None:
    with transaction():
        first, second = make_match().id, make_match(donor_name="Ana Ruiz", email="ana@example.org").id
        mill = db.scalars(select(Employer)).one()
        check = make_cheque(Money(8000, "USD"), donor=giver_of(mill))
        receive_match(first, gift_id=check.id, credited=Money(5000, "USD"))
        check_id = check.id
    finance = staff_client("finance")
    path = f"/staff/gifts/matching/{second}/received"
    assert "$80.00 of" in finance.get(path).text
    refused = finance.post(path, data={"gift": str(check_id), "received_on": "", "credited": "40"})
    assert "Of this gift $30.00 is left to be credited." in refused.text
    assert finance.post(path, data={"gift": str(check_id), "received_on": ""}).status_code == 303
    db.rollback()
    assert sorted(credit.amount.minor for credit in db.scalars(select(SoftCredit))) == [3000, 5000]
    with transaction():
        third = make_match(donor_name="Ben Cho", email="ben@example.org").id
    with pytest.raises(MoreThanCame), transaction():
        receive_match(third, gift_id=check_id)


def test_a_match_is_not_the_donors_own_gift_and_comes_once(db: Session) -> None:
    match = make_match()
    assert match.gift
    with pytest.raises(OwnGift):
        receive_match(match.id, gift_id=match.gift.id)
    check = make_cheque(donor=giver_of(db.scalars(select(Employer)).one()))
    assert receive_match(match.id, gift_id=check.id) is receive_match(match.id, gift_id=check.id)
    other = make_cheque(donor=check.donor)
    with pytest.raises(MatchSettled):
        receive_match(match.id, gift_id=other.id)
    with pytest.raises(MatchSettled):
        change_match(match.id, state="declined", expected=None, remind=None)


def test_there_is_nothing_to_match_before_the_gift_is_here(db: Session) -> None:
    keep_match("NSM", donation_id=make_donation().id)
    match = db.scalars(select(MatchingGift)).one()
    with pytest.raises(NoGiftYet):
        receive_match(match.id, gift_id=make_cheque().id)


def test_a_gift_without_an_employer_hopes_for_no_match(db: Session) -> None:
    start_match(make_card_gift(), held=False)
    assert db.scalars(select(MatchingGift)).all() == []


def test_staff_narrow_the_list_and_note_how_a_match_stands(db: Session, staff_client: StaffClient) -> None:
    match_id = made()
    finance, path = staff_client("finance"), f"/staff/gifts/matching/{match_id}"
    for narrowed in ("", "?show=possible", "?q=north", "?q=lewis"):
        page = finance.get(f"/staff/gifts/matching/{narrowed}").text
        HTMLParser(strict=True).parse(page)
        assert "NSM" in page
    assert "NSM" not in finance.get("/staff/gifts/matching/?show=declined").text
    HTMLParser(strict=True).parse(finance.get(path).text)
    assert "still to come" in finance.post(path, data={"state": "asked", "remind_on": "2020-01-01"}).text
    for _ in range(2):
        assert (
            finance.post(path, data={"state": "promised", "expected": "75", "remind_on": ""}).status_code
            == 303
        )
    match = the_match(db)
    assert (match.state, match.expected, match.remind_on) == ("promised", Money(7500, "USD"), None)


def test_staff_write_employers_down_and_hoped_for_matches_find_them(
    db: Session, staff_client: StaffClient
) -> None:
    with transaction():
        make_match(employer="Prairie Health")
    finance = staff_client("finance")
    form = {"name": "Prairie Health Co-op", "other_names": "prairie health", "matching": "yes"}
    new = "/staff/gifts/employers/new"
    unsafe = finance.post(new, data={**form, "form_url": "http://prairie.example"})
    assert "begins with https://" in unsafe.text
    HTMLParser(strict=True).parse(unsafe.text)
    assert finance.post(new, data=form).status_code == 303
    assert "goes by this name already" in finance.post(new, data=form).text
    employer = the_match(db).employer
    assert employer
    path = f"/staff/gifts/employers/{employer.id}"
    assert "already" in finance.post(path, data={**form, "other_names": "nsm"}).text
    assert finance.post(path, data={**form, "notes": "Least amount $25"}).status_code == 303
    HTMLParser(strict=True).parse(finance.get(path).text)
    page = finance.get("/staff/gifts/employers/").text
    HTMLParser(strict=True).parse(page)
    assert "Prairie Health Co-op" in page


def test_two_employers_never_share_a_name(db: Session) -> None:
    with pytest.raises(KnownEmployer, match="North Star Mill"):
        add_employer(EmployerFacts(name="Nsm"))


def test_who_may_only_read_changes_nothing(db: Session, staff_client: StaffClient) -> None:
    match_id = made()
    auditor = staff_client("auditor")
    for path in ("/staff/gifts/matching/", "/staff/gifts/employers/"):
        assert auditor.get(path).status_code == 200
    for path in (f"/staff/gifts/matching/{match_id}", "/staff/gifts/employers/new"):
        assert auditor.get(path).status_code == 403


@pytest.mark.breaks_rules
def test_the_check_finds_credits_that_are_too_large_or_ones_own(db: Session) -> None:
    with transaction():
        match = make_match()
        assert match.gift
        own: Gift = match.gift
        columns = {"gift_id": own.id, "person_id": own.donor_id, "matching_gift_id": match.id}
        save(SoftCredit(amount=Money(9900, "USD"), created_at=clock.now(), **columns))
    said = " ".join(broken())
    assert "more than the gift" in said
    assert "the donor's own gift" in said


def test_the_database_wants_a_gift_with_a_match_that_has_come(db: Session) -> None:
    match_id = made()
    settled = update(MatchingGift).where(MatchingGift.id == match_id).values(state="received")
    with pytest.raises(IntegrityError), transaction():
        db.execute(settled)
