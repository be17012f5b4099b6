"""A donor calls about a recurring gift, and staff do what they ask."""

import pytest
from flask.testing import FlaskClient
from html5lib import HTMLParser
from sqlalchemy.orm import Session

from ngoapp.core import clock
from ngoapp.core.db import transaction
from ngoapp.donations.models import RecurringPlan
from ngoapp.donations.recurring.rhythms import months_on
from ngoapp.organisation.queries import our_today
from tests.accounts.fixtures import StaffClient
from tests.donations.conftest import running, sandbox, shop
from tests.donations.giving import hidden
from tests.donations.plans import keep_plan, make_plan, now
from tests.organisation.factories import make_organisation
from tests.people.factories import make_person
from tests.sandbox.shop import Shop
from tests.work import work_off

__all__ = ["running", "sandbox", "shop"]
pytestmark = pytest.mark.usefixtures("sandbox")


@pytest.fixture
def plan(db: Session, sandbox: str, shop: Shop) -> RecurringPlan:
    """Twenty-five dollars every month."""
    with transaction():
        make_organisation()
    return make_plan(shop)


@pytest.fixture
def path(plan: RecurringPlan) -> str:
    """Where staff look at it."""
    return f"/staff/donors/{plan.donor_id}/plans/{plan.id}"


def ask_for(finance: FlaskClient, path: str, change: str, **filled: str) -> str:
    """Send the form twice; the page that one ends up on."""
    form = {"action_key": hidden(finance.get(path).text, "action_key"), "change": change, **filled}
    return [finance.post(path, data=form, follow_redirects=True).text for _ in range(2)][-1]


def test_staff_see_it_on_the_donors_record_and_as_stripe_tells_it(
    staff_client: StaffClient, plan: RecurringPlan, path: str
) -> None:
    finance = staff_client("finance")
    assert path in finance.get(f"/staff/donors/{plan.donor_id}").text
    page = finance.get(path).text
    HTMLParser(strict=True).parse(page)
    assert "Visa ending in 4242" in page


def test_it_rests_goes_on_stops_and_goes_on_after_all(
    staff_client: StaffClient, db: Session, plan: RecurringPlan, path: str
) -> None:
    finance = staff_client("finance")
    assert "Enter the day until which" in ask_for(finance, path, "rest")
    until = months_on(our_today(), 2)
    steps = [("rest", "paused"), ("resume", "active"), ("stop", "ending"), ("go-on", "active")]
    for change, state in steps:
        ask_for(finance, path, change, until=until.isoformat())
        assert now(db, plan).state == state


def test_one_of_another_donor_is_not_there(staff_client: StaffClient, plan: RecurringPlan) -> None:
    with transaction():
        other = keep_plan(
            make_person("Olaf", "olaf@example.org"), state="ended", ended_at=clock.now(), next_on=None
        )
    finance = staff_client("finance")
    assert finance.get(f"/staff/donors/{plan.donor_id}/plans/{other.id}").status_code == 404
    assert "It ended on" in finance.get(f"/staff/donors/{other.donor_id}/plans/{other.id}").text


def test_who_may_only_read_changes_nothing(staff_client: StaffClient, path: str) -> None:
    assert staff_client("auditor").post(path, data={"change": "stop"}).status_code == 403


def test_a_death_ends_it_and_the_page_says_so(
    staff_client: StaffClient, db: Session, plan: RecurringPlan, path: str
) -> None:
    finance = staff_client("finance")
    donor = f"/staff/donors/{plan.donor_id}"
    answer = finance.post(
        f"{donor}/died", data={"died_on": "2026-03-01", "learned": "family"}, follow_redirects=True
    )
    assert "Recurring gifts that end now: 1." in answer.text
    work_off(finance.application, only="donations.end_plan")
    assert now(db, plan).state == "ended"


def test_a_death_that_is_taken_back_in_time_leaves_it_going(
    staff_client: StaffClient, db: Session, plan: RecurringPlan
) -> None:
    finance = staff_client("finance")
    donor = f"/staff/donors/{plan.donor_id}"
    finance.post(f"{donor}/died", data={"died_on": "2026-03-01", "learned": "family"})
    finance.post(f"{donor}/alive")
    work_off(finance.application, only="donations.end_plan")
    assert now(db, plan).state == "active"
