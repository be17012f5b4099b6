"""Applications: kept once, answered once, moved only where they may go."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ngoapp.core import clock
from ngoapp.core.db import save, transaction
from ngoapp.volunteers.models import Volunteer
from ngoapp.volunteers.operations import (
    HELD_FOR,
    GuardianNeeded,
    WrongMove,
    add_note,
    approve,
    decline,
    stop_answer,
    take_up,
)
from ngoapp.volunteers.queries import answer_is_held, count_by_state, volunteers, waiting
from tests.accounts.factories import make_staff
from tests.fakes import FakeSmtp
from tests.organisation.factories import make_organisation
from tests.volunteers.factories import FACTS, make_volunteer
from tests.work import work_off


@pytest.fixture(autouse=True)
def _organisation(db: Session) -> None:
    with transaction():
        make_organisation()


def test_an_application_is_confirmed_by_one_mail(app: Flask, outgoing: FakeSmtp) -> None:
    with transaction():
        make_volunteer()
    work_off(app)
    assert [message["To"] for message in outgoing.sent] == ["noor@example.org"]
    assert outgoing.sent[0]["Subject"] == "Thank you for offering to help (NSN)"
    assert "scleroderma" not in str(outgoing.sent[0]["From"]).lower()


def test_one_address_gets_no_more_than_three_confirmations_a_day(app: Flask, outgoing: FakeSmtp) -> None:
    for email in ("noor@example.org", "Noor@example.org", "noor@example.org", "NOOR@example.org"):
        with transaction():
            make_volunteer(email=email)
    work_off(app)
    assert len(outgoing.sent) == 3
    with clock.at(clock.now() + timedelta(days=1, seconds=1)):
        with transaction():
            make_volunteer()
        work_off(app)
    assert len(outgoing.sent) == 4


def test_the_same_form_sent_twice_is_one_application() -> None:
    assert make_volunteer(action_key="one").id == make_volunteer(action_key="one").id


def test_somebody_under_18_comes_with_a_guardian() -> None:
    with pytest.raises(GuardianNeeded, match="parent or guardian"):
        make_volunteer(age_band="under_18")
    assert make_volunteer(age_band="under_18", guardian_name="Sam", guardian_contact="952-555-0100").id


def test_the_database_refuses_a_minor_without_a_guardian() -> None:
    facts = {**FACTS, "age_band": "under_18", "email_key": "x", "action_key": "x", "applied_at": clock.now()}
    with pytest.raises(IntegrityError):
        save(Volunteer(**facts))


def test_an_answer_leaves_after_a_quarter_of_an_hour(app: Flask, outgoing: FakeSmtp) -> None:
    with transaction():
        volunteer = make_volunteer()
        approve(volunteer.id)
    work_off(app)
    assert len(outgoing.sent) == 1
    with clock.at(clock.now() + HELD_FOR):
        work_off(app)
    assert "Welcome" in outgoing.sent[1].as_string()


def test_an_answer_that_is_stopped_never_leaves(app: Flask, outgoing: FakeSmtp) -> None:
    with transaction():
        volunteer = make_volunteer()
        decline(volunteer.id)
        assert answer_is_held(volunteer)
        assert stop_answer(volunteer.id)
        assert not stop_answer(volunteer.id)
    with clock.at(clock.now() + timedelta(hours=1)):
        work_off(app)
    assert len(outgoing.sent) == 1


def test_a_decision_that_is_taken_back_takes_its_mail_along(app: Flask, outgoing: FakeSmtp) -> None:
    with transaction():
        volunteer = make_volunteer()
        decline(volunteer.id)
        take_up(volunteer.id)
    with clock.at(clock.now() + timedelta(seconds=1)), transaction():
        approve(volunteer.id)
    with clock.at(clock.now() + timedelta(hours=1)):
        work_off(app)
    assert ["Welcome" in message.as_string() for message in outgoing.sent] == [False, True]


def test_an_application_is_not_approved_twice() -> None:
    volunteer = make_volunteer()
    approve(volunteer.id)
    with pytest.raises(WrongMove, match="Approved"):
        approve(volunteer.id)


def test_new_applications_wait_for_a_reader() -> None:
    first, second = make_volunteer(), make_volunteer()
    take_up(second.id)
    assert waiting() == {"applications_to_read": 1}
    assert [volunteer.id for volunteer in volunteers("applied")] == [first.id]
    assert count_by_state() == {"applied": 1, "in_review": 1}


def test_a_note_keeps_who_wrote_it() -> None:
    volunteer, author = make_volunteer(), make_staff("volunteer coordinator")
    add_note(volunteer.id, author=author, text="Speaks Arabic")
    assert [(note.text, note.author.name) for note in volunteer.notes] == [("Speaks Arabic", author.name)]
