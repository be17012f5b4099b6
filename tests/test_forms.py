"""What every form does with a refusal, and with two people who are equally quick."""

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ngoapp.core import clock
from ngoapp.core.db import save
from ngoapp.core.errors import Refused
from ngoapp.donations.models import Fund, Movement
from ngoapp.web.fields import TextField
from ngoapp.web.forms import Form, TooLong, attempt


class NameForm(Form):
    """A form with one field."""

    name = TextField("Name")


def refuse(field: str | None) -> None:
    """What the domain does when a rule says no."""
    raise Refused("No.", field=field)


@pytest.fixture
def form(app: Flask, db: Session) -> NameForm:
    with app.test_request_context("/"):
        return NameForm(meta={"csrf": False})


def test_a_refusal_stands_beside_its_field_and_nothing_is_kept(db: Session, form: NameForm) -> None:
    with attempt(form):
        save(Fund(name="Research", name_key="Research"))
        refuse("name")
    assert form.name.errors == ["No."]
    assert db.query(Fund).count() == 0


def test_a_refusal_without_a_field_stands_at_the_top(form: NameForm) -> None:
    with attempt(form):
        refuse(None)
    assert form.form_errors == ["No."]


def test_what_was_sent_twice_at_once_is_asked_for_once_more(db: Session, form: NameForm) -> None:
    with attempt(form):
        save(Fund(name="Research", name_key="Research"))
        save(Fund(name="Research", name_key="Research"))
    assert "once more" in form.form_errors[0]


def test_a_mistake_of_ours_is_not_taken_for_a_double_press(db: Session, form: NameForm) -> None:
    movement = Movement(
        gift_id=0, kind="payment", source="x", amount_minor=0, amount_currency="USD", recorded_at=clock.now()
    )
    with pytest.raises(IntegrityError), attempt(form):
        save(movement)


def test_a_text_that_fits_its_field_and_not_its_column_is_refused_in_words(
    request: pytest.FixtureRequest, db: Session, form: NameForm
) -> None:
    with attempt(form):
        save(Fund(name="Research" * 40, name_key="Research"))
    kept = request.config.getoption("--database") == "sqlite"  # which keeps any length
    assert form.form_errors == ([] if kept else [TooLong().sentence])


@pytest.mark.parametrize("sent", [{"name": 5}, {"name": "\ud800"}, {"name": None}, ["name"]])
def test_a_form_reads_nothing_of_json(app: Flask, sent: object) -> None:
    with app.test_request_context("/", method="POST", json=sent):
        assert NameForm(meta={"csrf": False}).name.data is None
