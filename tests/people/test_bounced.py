"""Donors whose e-mail came back: staff see them, and say when an address works."""

from html5lib import HTMLParser
from sqlalchemy.orm import Session

from ngoapp.core.db import transaction
from ngoapp.people.bounced import note_email_bounced, people_bounced
from ngoapp.people.models import Person
from ngoapp.people.operations import change_person, find_or_make_person, spare
from tests.accounts.fixtures import StaffClient
from tests.organisation.factories import make_organisation


def bounced(name: str = "Ana Ruiz", email: str = "ana@example.org") -> Person:
    with transaction():
        make_organisation()
        person = find_or_make_person(name=name, email=email)
        note_email_bounced([email])
    return person


def test_no_mail_goes_where_mail_came_back_from(db: Session) -> None:
    person = bounced()
    assert person.mail_to is None
    with transaction():
        change_person(person, name=person.name, email="ana.ruiz@example.org", phone="")
    assert person.mail_to == "ana.ruiz@example.org"


def test_who_wants_no_e_mail_anyway_is_nobody_to_look_after(db: Session) -> None:
    with transaction():
        person = find_or_make_person(name="Ben", email="ben@example.org")
        spare(person, mail=False, email=True)
        note_email_bounced(["ben@example.org"])
    assert not people_bounced()


def test_staff_see_whose_e_mail_came_back_and_say_that_it_works(
    db: Session, staff_client: StaffClient
) -> None:
    person = bounced()
    finance = staff_client("finance")
    page = finance.get("/staff/donors/came-back").text
    HTMLParser(strict=True).parse(page)
    assert "Ana Ruiz" in page
    assert "E-mail came back" in finance.get(f"/staff/donors/{person.id}").text
    finance.post(f"/staff/donors/{person.id}/email-works")
    assert "No mail came back" in finance.get("/staff/donors/came-back").text
    assert not people_bounced()
