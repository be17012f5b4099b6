"""Staff find a donor and correct what has changed."""

import pytest
from html5lib import HTMLParser
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.core.db import transaction
from ngoapp.people.models import Address, Person
from tests.accounts.fixtures import StaffClient
from tests.organisation.factories import make_organisation
from tests.people.factories import make_person, make_person_at_home


@pytest.fixture(autouse=True)
def _donors(db: Session) -> None:
    with transaction():
        make_organisation()
        make_person_at_home("Ruth Berg")
        make_person()


def test_donors_are_listed_by_name_and_found_by_a_part_of_it(staff_client: StaffClient) -> None:
    finance = staff_client("finance")
    page = finance.get("/staff/donors/").text
    HTMLParser(strict=True).parse(page)
    assert page.index("Jack and Elizabeth Lewis") < page.index("Ruth Berg")
    found = finance.get("/staff/donors/?q=BERG").text
    assert "Ruth Berg" in found
    assert "Lewis" not in found


def test_a_correction_is_kept_and_the_old_address_ends(db: Session, staff_client: StaffClient) -> None:
    finance = staff_client("finance")
    HTMLParser(strict=True).parse(finance.get("/staff/donors/1/edit").text)
    form = {
        "name": "Ruth Berg-Olsen",
        "email": "ruth@example.org",
        "country_code": "US",
        "street_address": "41 Sample St",
        "city": "Duluth",
        "country_area": "MN",
        "postal_code": "55802",
    }
    for _ in range(2):
        assert finance.post("/staff/donors/1/edit", data=form).status_code == 303
    page = finance.get("/staff/donors/1").text
    HTMLParser(strict=True).parse(page)
    for fact in ("Ruth Berg-Olsen", "ruth@example.org", "41 Sample St"):
        assert fact in page
    db.rollback()
    assert [address.ended_at is None for address in db.scalars(select(Address).order_by(Address.id))] == [
        False,
        True,
    ]
    assert db.scalars(select(Person.name_key).where(Person.id == 1)).one() == "ruth berg-olsen"


def test_who_may_only_read_cannot_correct(staff_client: StaffClient) -> None:
    auditor = staff_client("auditor")
    assert auditor.get("/staff/donors/1").status_code == 200
    assert auditor.get("/staff/donors/1/edit").status_code == 403


def test_a_letter_that_came_back_is_noted_at_the_address_and_taken_back(
    db: Session, staff_client: StaffClient
) -> None:
    finance = staff_client("finance")
    assert finance.post("/staff/donors/1/letter-returned").status_code == 303
    page = finance.get("/staff/donors/1").text
    HTMLParser(strict=True).parse(page)
    assert "A letter came back" in page
    assert finance.post("/staff/donors/1/letters-arrive").status_code == 303
    assert db.scalars(select(Address.returned_at)).all() == [None]
