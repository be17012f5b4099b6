"""What people type is read as they mean it."""

from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import RadioField
from wtforms.validators import NumberRange

from ngoapp.packets.form_fields import choices_of
from ngoapp.web.fields import DayField, EmailField, LongTextField, TextField, WholeField, needed, optional
from ngoapp.web.forms import Form

UNSEEN = "\x00\x1b\x85\u2028\u2029\u202e\u2067\ufeff"


class LetterForm(Form):
    """A name, where to write, and what, and when."""

    name = TextField("Name", [needed("Enter your name.")])
    email = EmailField("E-mail")
    text = LongTextField("Text")
    day = DayField("Day", [optional()])


def filled(app: Flask, **typed: str) -> Any:
    with app.test_request_context(method="POST"):
        form = LetterForm(MultiDict({"name": "Ann", **typed}))
        form.validate()
    return form


def test_what_cannot_be_seen_or_turns_letters_around_is_dropped(app: Flask) -> None:
    form = filled(app, name=f" A{UNSEEN}nn\r\n ", text=f"One{UNSEEN}\r\n\tTwo")
    assert form.values() == {"name": "Ann", "email": "", "text": "One\n\tTwo", "day": None}


@pytest.mark.parametrize("name", ["Zoë O’Brien-\u0141", "א\u200fב", "क्\u200dष", "👩\u200d👧", "ﷺ"])
def test_letters_of_every_script_stay_as_they_are(app: Flask, name: str) -> None:
    assert filled(app, name=name).name.data == name


@pytest.mark.parametrize("name", ["", "  ", "\u202e", "\u200b\u200b", "\x01"])
def test_a_name_that_nobody_can_see_is_none(app: Flask, name: str) -> None:
    assert filled(app, name=name).name.errors == ["Enter your name."]


@pytest.mark.parametrize(
    "email", ["名@example.org", "zoë@example.org", '"a b"@example.org', "a@b@example.org"]
)
def test_an_address_that_few_mail_servers_take_gets_a_sentence(app: Flask, email: str) -> None:
    assert "e-mail address in full" in filled(app, email=email).email.errors[0]


def test_a_domain_may_have_letters_of_its_own_language(app: Flask) -> None:
    form = filled(app, email="zoe@münchen.example")
    assert (form.email.errors, form.email.data) == ([], "zoe@münchen.example")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("0026-11-20", "Enter the year with four figures, such as 2026."),
        ("2026-02-30", "Enter a day, such as 2026-11-22."),
        ("tomorrow", "Enter a day, such as 2026-11-22."),
        ("99999-01-01", "Enter a day, such as 2026-11-22."),
    ],
)
def test_a_day_that_is_none_gets_a_sentence_and_stays_as_typed(app: Flask, typed: str, sentence: str) -> None:
    field = filled(app, day=typed).day
    assert (field.errors, field._value()) == ([sentence], typed)


class CountForm(Form):
    """A number, and a choice that may be left open."""

    count = WholeField("How many?", [NumberRange(0, 99, "Enter 0 to 99.")])
    way = RadioField("Which?", [optional()], choices=choices_of({"a": "This", "b": "That"}))


def counted(app: Flask, **typed: str) -> Any:
    with app.test_request_context(method="POST"):
        form = CountForm(MultiDict(typed))
        form.validate()
    return form


@pytest.mark.parametrize("typed", ["9" * 400, "9" * 5000, "1e9", "1_0", "٣", "NaN", "0x1"])
def test_what_is_no_number_that_can_be_reckoned_with_gets_a_sentence(app: Flask, typed: str) -> None:
    assert "Enter a whole number in figures." in counted(app, count=typed).count.errors


def test_a_whole_number_is_read_with_blanks_around_it(app: Flask) -> None:
    assert counted(app, count=" 12 ").count.data == 12
    assert (
        counted(app, count="-1").count.errors == counted(app, count="  ").count.errors == ["Enter 0 to 99."]
    )


def test_a_blank_is_none_of_the_answers_to_choose_from(app: Flask) -> None:
    assert counted(app, count="1", way="").way.errors == []
    assert counted(app, count="1", way="  ").way.errors != []
