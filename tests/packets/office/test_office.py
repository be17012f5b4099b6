"""Days on which the office is closed, and what is promised because of them."""

from datetime import UTC, date, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ngoapp.core import clock
from ngoapp.core.db import transaction
from ngoapp.organisation.queries import our_today
from ngoapp.packets.ages import working_day_after, working_days
from ngoapp.packets.office.models import OfficeClosure
from ngoapp.packets.office.operations import ClosedBackwards, ClosedTooLong, close_office, open_office
from ngoapp.packets.office.queries import promise, reminders_rest
from ngoapp.packets.queries import waited
from tests.accounts.factories import saved_staff, sign_in
from tests.organisation.factories import make_organisation
from tests.packets.factories import make_edition, make_request
from tests.packets.pages import error_of, key_on, page, valid

OFFICE = "/staff/packets/office/"
WEDNESDAY = datetime(2026, 11, 25, 18, tzinfo=UTC)


@pytest.fixture(autouse=True)
def organisation(db: Session) -> None:
    with transaction():
        make_organisation()
        make_edition()


def closed(first: str, last: str | None = None, name: str = "Thanksgiving") -> OfficeClosure:
    return close_office(
        action_key=f"closure-{first}",
        name=name,
        first_on=date.fromisoformat(first),
        last_on=date.fromisoformat(last) if last else None,
    )


def test_working_days_skip_weekends_and_closed_days() -> None:
    holidays = {date(2026, 11, 26), date(2026, 11, 28)}
    assert working_days(date(2026, 11, 25), date(2026, 11, 30), holidays) == 2
    assert working_day_after(date(2026, 11, 25), 3, holidays) == date(2026, 12, 1)


def test_a_promise_counts_from_when_somebody_is_there_again(db: Session) -> None:
    with clock.at(WEDNESDAY):
        assert promise().post_by == date(2026, 11, 30)
        closed("2026-11-25", "2026-11-29")
        told = promise()
    assert (told.closed_until, told.opens_on) == (date(2026, 11, 29), date(2026, 11, 30))
    assert told.post_by == date(2026, 12, 2)


def test_reminders_rest_while_the_office_is_closed(db: Session) -> None:
    with clock.at(WEDNESDAY):
        assert not reminders_rest()
        closed("2026-11-25")
        assert reminders_rest()


def test_nobody_is_late_because_the_office_was_closed(db: Session) -> None:
    with clock.at(WEDNESDAY):
        request = make_request()
        closed("2026-11-26", "2026-12-01")
    with clock.at(datetime(2026, 12, 2, 18, tzinfo=UTC)):
        assert waited(request) == 1


@pytest.mark.parametrize(
    ("last", "refusal"), [("2026-11-01", ClosedBackwards), ("2027-03-01", ClosedTooLong)]
)
def test_a_slip_in_a_date_is_refused(db: Session, last: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        closed("2026-11-25", last)


def test_the_same_form_twice_is_one_closure_and_it_can_be_taken_off(db: Session) -> None:
    closure = closed("2026-11-25")
    assert closed("2026-11-25") is closure
    open_office(closure.id)
    assert db.get(OfficeClosure, closure.id) is None


def test_staff_close_the_office_and_the_form_for_visitors_says_so(client: FlaskClient) -> None:
    sign_in(client, saved_staff("packet desk"))
    html = page(client, OFFICE)
    data = {"action_key": key_on(html), "name": "Winter break", "first_on": our_today().isoformat()}
    assert client.post(OFFICE, data=data).location == OFFICE
    assert "Winter break" in page(client, OFFICE)
    assert "Our office is closed until" in page(client, "/info-packet")
    assert "Our office is closed until" in page(client, "/info-packet/thanks?way=post")
    client.post(f"{OFFICE}1/remove")
    assert "Our office is closed" not in page(client, "/info-packet")


def test_what_is_wrong_with_a_closure_is_said_beside_its_field(client: FlaskClient) -> None:
    sign_in(client, saved_staff("packet desk"))
    html = valid(client.post(OFFICE, data={"first_on": "2026-12-24", "last_on": "2026-12-01"}))
    assert "Enter a word or two" in error_of(html, "name")
    html = valid(client.post(OFFICE, data={"name": "x", "first_on": "2026-12-24", "last_on": "2026-12-01"}))
    assert "Look at both" in error_of(html, "last_on")
