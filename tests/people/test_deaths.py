"""When somebody dies: their own record, and the names of the household."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ngoapp.core import clock
from ngoapp.core.db import found, save
from ngoapp.organisation.queries import our_today
from ngoapp.people.deaths import DeathInTheFuture, note_death, standing_death, undo_death
from ngoapp.people.households.operations import make_household
from ngoapp.people.models import Death, Household, Person
from tests.organisation.factories import make_organisation
from tests.people.factories import make_person

DIED = date(2026, 3, 1)


@pytest.fixture
def couple(db: Session) -> tuple[Person, Person]:
    """Two people who give together."""
    make_organisation()
    jack, elizabeth = make_person("Jack Lewis"), make_person("Elizabeth Lewis")
    make_household(
        jack,
        elizabeth,
        receipt_name="Jack Lewis and Elizabeth Lewis",
        envelope_name="Mr. and Mrs. Lewis",
        salutation="Jack and Elizabeth",
        public_name="The Lewis Family",
    )
    return jack, elizabeth


def names(household: Household | None) -> tuple[str, str, str, str]:
    """The four names of a household."""
    assert household
    return household.receipt_name, household.envelope_name, household.salutation, household.public_name


def test_the_survivor_gets_letters_and_receipts_and_the_public_name_stays(
    couple: tuple[Person, Person],
) -> None:
    jack, elizabeth = couple
    note_death(jack.id, died_on=DIED, learned="family")
    assert names(jack.household) == (*["Elizabeth Lewis"] * 3, "The Lewis Family")
    assert (jack.deceased_on, jack.do_not_mail, jack.mail_to) == (DIED, True, None)
    assert (elizabeth.deceased_on, elizabeth.do_not_mail, elizabeth.mail_to) == (
        None,
        False,
        "lewis@example.org",
    )


def test_a_repeat_corrects_the_day_and_notes_one_death(db: Session, couple: tuple[Person, Person]) -> None:
    jack = couple[0]
    first = note_death(jack.id, died_on=DIED, learned="family")
    again = note_death(jack.id, died_on=date(2026, 2, 28), learned="obituary")
    assert first.id == again.id
    assert (jack.deceased_on, again.learned) == (date(2026, 2, 28), "obituary")
    assert db.scalar(select(func.count(Death.id))) == 1


def test_a_mistake_is_taken_back_whole_and_only_once(couple: tuple[Person, Person]) -> None:
    jack = couple[0]
    jack.do_not_mail = True
    note_death(jack.id, died_on=DIED, learned="other")
    assert [undo_death(jack.id), undo_death(jack.id)] == [True, False]
    assert (jack.deceased_on, jack.do_not_mail, jack.mail_to) == (None, True, "lewis@example.org")
    assert names(jack.household)[0] == "Jack Lewis and Elizabeth Lewis"
    assert standing_death(jack.id) is None


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_two_deaths_are_taken_back_in_any_order(
    couple: tuple[Person, Person], order: tuple[int, int]
) -> None:
    for person in couple:
        note_death(person.id, died_on=DIED, learned="family")
    first, second = (couple[index] for index in order)
    undo_death(first.id)
    assert names(first.household)[2] == first.name
    undo_death(second.id)
    assert names(first.household)[2] == "Jack and Elizabeth"


def test_a_day_to_come_is_refused(couple: tuple[Person, Person]) -> None:
    with pytest.raises(DeathInTheFuture, match="still to come"):
        note_death(couple[0].id, died_on=our_today() + timedelta(days=1), learned="family")
    assert found(Person, couple[0].id).deceased_on is None


def test_the_database_holds_one_standing_death_for_a_person(couple: tuple[Person, Person]) -> None:
    note_death(couple[0].id, died_on=DIED, learned="family")
    with pytest.raises(IntegrityError):
        save(Death(person_id=couple[0].id, died_on=DIED, learned="family", before={}, noted_at=clock.now()))
