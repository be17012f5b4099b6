"""Other ways to give are in staff's words, and our details come from the profile."""

import pytest
from flask.testing import FlaskClient
from html5lib import HTMLParser
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.core.db import transaction
from ngoapp.donations.ways.operations import Way, all_ways, change_way
from tests.accounts.fixtures import StaffClient

pytestmark = pytest.mark.usefixtures("organisation")
PUBLIC = "/donate/other-ways"


@pytest.fixture
def stock(db: Session) -> int:
    """The way to give shares."""
    return db.scalars(select(Way.id).where(Way.slug == "stock")).one()


def test_five_ways_are_there_from_the_start_with_what_a_broker_needs(client: FlaskClient) -> None:
    page = client.get(PUBLIC).text
    HTMLParser(strict=True).parse(page)
    for fact in (
        "Stock",
        "donor-advised fund",
        "IRA",
        "will",
        "employer",
        "41-0000000",
        "7400 Prairie Center Dr",
    ):
        assert fact in page
    assert PUBLIC in client.get("/donate").text


def test_staff_change_a_text_after_a_look_at_it(
    staff_client: StaffClient, client: FlaskClient, stock: int
) -> None:
    administrator = staff_client("administrator")
    path = f"/staff/settings/ways/{stock}"
    form = {"title": "Shares", "body": "Call **Ann at Sample Bank**. <script>alert(1)</script>", "shown": "y"}
    preview = administrator.post(path, data={**form, "preview": "1"}).text
    assert "<strong>Ann at Sample Bank</strong>" in preview
    assert "<script>alert" not in preview
    assert "Sample Bank" not in client.get(PUBLIC).text
    for _ in range(2):
        assert administrator.post(path, data=form).status_code == 303
    page = client.get(PUBLIC).text
    assert "<strong>Ann at Sample Bank</strong>" in page
    assert "<script>alert" not in page


def test_a_way_that_is_not_shown_is_not_on_the_page(client: FlaskClient, stock: int) -> None:
    with transaction():
        change_way(stock, title="Stock", body="Ask us.", shown=False)
    assert 'id="stock"' not in client.get(PUBLIC).text
    assert len(all_ways()) == 5


def test_an_empty_text_is_refused_in_a_sentence(staff_client: StaffClient, stock: int) -> None:
    page = staff_client("administrator").post(f"/staff/settings/ways/{stock}", data={"title": "", "body": ""})
    assert "Enter a title." in page.text
    assert "Write what a donor has to know." in page.text


def test_only_who_looks_after_the_profile_may_change_the_texts(staff_client: StaffClient, stock: int) -> None:
    finance = staff_client("finance")
    for path in ("/staff/settings/ways/", f"/staff/settings/ways/{stock}"):
        assert finance.get(path).status_code == 403
