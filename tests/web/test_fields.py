"""What people type is read as they mean it."""

from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from ngoapp.web.fields import DayField, EmailField, LongTextField, TextField, needed, optional
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
