"""Staff find a promised check by its slip, record it with one scan, and remind with care."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from html5lib import HTMLParser
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.core import clock
from ngoapp.core.db import transaction
from ngoapp.donations.funds.operations import add_fund, close_fund
from ngoapp.donations.mailed.models import MailedPledge
from ngoapp.donations.mailed.operations import REMIND_AFTER, receive_pledge
from ngoapp.donations.models import Gift
from ngoapp.donations.naming import CONSENT
from tests.accounts.fixtures import StaffClient
from tests.donations.factories import make_cheque, make_fund, make_pledge
from tests.donations.giving import hidden
from tests.people.factories import make_person
from tests.work import work_off

pytestmark = pytest.mark.usefixtures("organisation")
NEW, LIST = "/staff/gifts/new", "/staff/gifts/pledges/"


@pytest.fixture
def finance(staff_client: StaffClient) -> FlaskClient:
    """A browser of somebody who may record and release."""
    return staff_client("finance")


@pytest.fixture
def reference(db: Session) -> str:
    """A promise of fifty dollars by Ruth Berg, who lets herself be named."""
    with transaction():
        return make_pledge(recognition_name="Ruth B.", consent_wording=CONSENT).reference


def the_pledge(db: Session) -> MailedPledge:
    """The one pledge, as it is now."""
    db.rollback()
    return db.scalars(select(MailedPledge)).one()


def as_filled_in(page: str) -> dict[str, str]:
    """What the browser would send back of the form for a gift, as it is filled in."""
    tree = HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    [form] = [form for form in tree.iter("form") if form.get("method") == "post" and form.get("class")]
    sent = {}
    for field in form.iter("input"):
        if field.get("type") not in {"radio", "checkbox"} or "checked" in field.attrib:
            sent[field.get("name")] = field.get("value", "")
    for select_field in form.iter("select"):
        options = list(select_field.iter("option"))
        chosen = [option for option in options if "selected" in option.attrib] or options[:1]
        sent[select_field.get("name")] = chosen[0].get("value")
    return sent


def test_the_reference_fills_the_form_in_and_saving_it_marks_the_pledge_received(
    db: Session, finance: FlaskClient, reference: str
) -> None:
    form = as_filled_in(finance.get(f"{NEW}?pledge={reference.lower()}").text)
    assert (form["amount"], form["donor_name"], form["email"]) == ("50.00", "Ruth Berg", "ruth@example.org")
    for _ in range(2):
        answer = finance.post(f"{NEW}?pledge={reference}", data={**form, "amount": "60"})
        assert answer.status_code == 303
    gift = db.scalars(select(Gift)).one()
    assert gift.amount.minor == 6000
    assert (gift.recognition_name, gift.consent_source) == ("Ruth B.", "pledge form")
    assert gift.consent_wording == CONSENT
    assert (the_pledge(db).state, the_pledge(db).gift_id) == ("received", gift.id)
    assert reference in finance.get(f"/staff/gifts/{gift.id}").text


def test_a_known_donor_is_chosen_already(db: Session, finance: FlaskClient, reference: str) -> None:
    with transaction():
        known = make_person("Ruth Berg", "ruth@example.org").id
    assert as_filled_in(finance.get(f"{NEW}?pledge={reference}").text)["donor"] == str(known)


def test_a_namesake_is_never_chosen_unasked(db: Session, finance: FlaskClient, reference: str) -> None:
    with transaction():
        make_person("Ruth Berg", "another@example.org")
    form = as_filled_in(finance.get(f"{NEW}?pledge={reference}").text)
    assert "donor" not in form
    assert "We know people of this name" in finance.post(NEW, data=form).text


def test_a_slip_scanned_into_the_field_for_the_name_fills_the_form_in(
    finance: FlaskClient, reference: str
) -> None:
    form = {"entry_key": hidden(finance.get(NEW).text, "entry_key"), "donor_name": reference}
    answer = finance.post(NEW, data=form)
    assert answer.status_code == 303
    assert answer.location.endswith(f"pledge={reference}")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("NSN-7K3F-X", "no reference of ours"), ("NSN-2222-2", "reference"), ("x" * 41, "at most 40")],
)
def test_a_wrong_reference_is_said_so_beside_its_field(
    finance: FlaskClient, reference: str, typed: str, sentence: str
) -> None:
    page = finance.get(NEW, query_string={"pledge": typed})
    assert page.status_code == 200
    assert sentence in page.text
    assert "Filled in from the slip" not in page.text


def test_a_check_that_is_recorded_already_is_not_recorded_again(
    db: Session, finance: FlaskClient, reference: str
) -> None:
    form = as_filled_in(finance.get(f"{NEW}?pledge={reference}").text)
    with transaction():
        receive_pledge(the_pledge(db).id, gift=make_cheque())
    assert "is recorded already" in finance.get(f"{NEW}?pledge={reference}").text
    assert "is recorded already" in finance.post(NEW, data=form).text
    assert len(list(db.scalars(select(Gift)))) == 1


def test_a_promise_for_a_fund_that_closed_since_is_still_recorded_for_it(
    db: Session, finance: FlaskClient
) -> None:
    with transaction():
        fund = make_fund("Research")
        add_fund(name="Another")
        reference = make_pledge(fund_id=fund.id).reference
        close_fund(fund.id)
    page = finance.get(f"{NEW}?pledge={reference}").text
    answer = finance.post(f"{NEW}?pledge={reference}", data=as_filled_in(page))
    assert answer.status_code == 303
    assert db.scalars(select(Gift)).one().fund.name == "Research"


def test_pledges_are_listed_by_state_and_found_by_reference_and_name(
    finance: FlaskClient, reference: str
) -> None:
    for query, there in (
        ("", True),
        ("?show=overdue", False),
        ("?show=lapsed", False),
        ("?show=all", True),
        ("?show=nonsense", True),
        (f"?q={reference}", True),
        ("?q=berg", True),
        ("?q=%25", False),
    ):
        page = finance.get(f"{LIST}{query}").text
        HTMLParser(strict=True).parse(page)
        assert (f"pledge={reference}" in page) is there, query


def test_a_promise_is_found_by_name_or_address_in_other_letters(db: Session, finance: FlaskClient) -> None:
    with transaction():
        make_pledge(donor_name="ŁUKASZ WÓJCIK", email="WÓJCIK@example.org")
        make_pledge(donor_name="Ann Lee", email="")
    for text in ("łukasz", "wójcik@"):
        found = finance.get(f"{LIST}?q={text}").text
        assert "ŁUKASZ WÓJCIK" in found
        assert "Ann Lee" not in found


def test_staff_release_stop_and_leave_reminders(app: Flask, db: Session, finance: FlaskClient) -> None:
    with transaction(), clock.at(clock.now() - REMIND_AFTER - timedelta(days=1)):
        pledge_id = make_pledge().id
    work_off(app)
    assert "promised check overdue" in finance.get("/staff/").text
    finance.post(f"{LIST}remind", data={"pledge": [pledge_id]})
    page = finance.get(f"{LIST}?show=overdue").text
    assert "Stop the reminder" in page
    assert "Reminder held" in page
    finance.post(f"{LIST}{pledge_id}/stop")
    assert the_pledge(db).reminder == "none"
    finance.post(f"{LIST}{pledge_id}/leave")
    assert the_pledge(db).reminder == "left"
    finance.post(f"{LIST}{pledge_id}/withdraw")
    assert the_pledge(db).state == "withdrawn"


def test_the_auditor_reads_and_releases_nothing(
    staff_client: StaffClient, reference: str, db: Session
) -> None:
    auditor = staff_client("auditor")
    assert auditor.get(LIST).status_code == 200
    pledge_id = the_pledge(db).id
    for path in ("remind", f"{pledge_id}/stop", f"{pledge_id}/leave", f"{pledge_id}/withdraw"):
        assert auditor.post(f"{LIST}{path}").status_code == 403
