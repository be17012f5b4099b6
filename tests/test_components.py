"""The macros write what a field says about itself, so that nobody has to look, aim or type twice."""

from collections.abc import Iterator

import pytest
from flask import Flask, get_template_attribute
from flask_wtf import FlaskForm
from html5lib import parse
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are a version behind
from wtforms.validators import InputRequired, Length

from ngoapp.web.fields import MoneyField
from tests.templates_app import templates_app

LANGUAGES = [SelectChoice("en", "English"), SelectChoice("es", "Español")]


class Everything(FlaskForm):  # type: ignore[misc]  # Flask-WTF comes without types
    """A field of each kind."""

    name = StringField(
        "Your name",
        [InputRequired("Enter your name."), Length(max=120)],
        description="As you write it.",
        render_kw={"autocomplete": "name", "data_preview_source": "thanks"},
    )
    nickname = StringField("Nickname")
    password = PasswordField("Password")
    places = IntegerField("Places")
    note = TextAreaField("Note")
    country = SelectField("Country", choices=[SelectChoice("US", "United States")])
    language = RadioField("Language", [InputRequired("Choose a language.")], choices=LANGUAGES)
    agree = BooleanField("You may thank me by name")
    action = HiddenField(default="once-only")


@pytest.fixture
def page() -> Iterator[Flask]:
    """A request to a list of packets, with filters in its address."""
    app = templates_app()
    with app.test_request_context("/staff/packets?state=new&state=held&page=3"):
        yield app


def macro(file: str, name: str, *args: object, **options: object) -> str:
    """What a macro of `components/<file>.html` writes."""
    return str(get_template_attribute(f"components/{file}.html", name)(*args, **options))


def sent_empty() -> Everything:
    """The form after somebody pressed the button at once."""
    form = Everything(formdata=MultiDict({"action": "once-only"}), meta={"csrf": False})
    form.validate()
    return form


def test_a_field_tells_screen_readers_its_hint_and_its_error(page: Flask) -> None:
    html = macro("field", "field", sent_empty().name)

    assert 'aria-describedby="name-hint name-error" aria-invalid="true"' in html
    assert "Enter your name." in html
    assert 'id="name-hint">As you write it.' in html


def test_a_field_carries_what_its_validators_and_its_form_ask_of_the_browser(page: Flask) -> None:
    html = macro("field", "field", Everything().name)

    for attribute in ("required", 'maxlength="120"', 'autocomplete="name"', 'data-preview-source="thanks"'):
        assert attribute in html


def test_a_field_that_may_stay_empty_says_so(page: Flask) -> None:
    assert "(optional)" in macro("field", "field", Everything().nickname)
    assert "(optional)" not in macro("field", "field", Everything().name)


def test_a_choice_that_is_always_made_is_not_called_optional(page: Flask) -> None:
    form, chosen = Everything(), Everything(data={"language": "en"})
    form.language.flags.required = chosen.language.flags.required = False

    assert "(optional)" not in macro("field", "field", form.country)
    assert "(optional)" in macro("choices", "choices", form.language)
    assert "(optional)" not in macro("choices", "choices", chosen.language)


def test_a_password_never_travels_back_to_the_page(page: Flask) -> None:
    form = Everything(formdata=MultiDict({"password": "swordfish"}))

    assert "swordfish" not in macro("field", "field", form.password)


def test_a_number_cannot_be_changed_by_a_wheel(page: Flask) -> None:
    html = macro("field", "field", Everything().places)

    assert 'type="text"' in html
    assert 'inputmode="numeric"' in html


def test_what_people_type_comes_back_as_text_and_whole(page: Flask) -> None:
    typed = '\n"><script>alert(1)</script>'
    form = Everything(formdata=MultiDict({"nickname": typed, "note": typed}))

    for field in (form.nickname, form.note):
        assert "<script>" not in macro("field", "field", field)
    textarea = parse(macro("field", "field", form.note), namespaceHTMLElements=False).findtext(".//textarea")
    assert textarea == typed


def test_a_ticked_box_and_a_chosen_language_stay_so(page: Flask) -> None:
    form = Everything(formdata=MultiDict({"agree": "y", "language": "es"}))

    assert " checked" in macro("checkbox", "checkbox", form.agree)
    assert 'value="es" checked' in " ".join(macro("choices", "choices", form.language).split())


def test_a_select_marks_what_was_chosen(page: Flask) -> None:
    form = Everything(formdata=MultiDict({"country": "US"}))

    assert '<option value="US" selected>United States</option>' in macro("field", "field", form.country)


def test_the_summary_of_errors_leads_to_each_field_and_to_the_first_choice_of_a_group(page: Flask) -> None:
    form = sent_empty()
    form.form_errors.append("That place was taken a moment ago.")
    html = macro("error_summary", "error_summary", form)

    assert '<a href="#name">Enter your name.</a>' in html
    assert '<a href="#language-0">Choose a language.</a>' in html
    assert "That place was taken a moment ago." in html


def test_a_form_without_errors_has_no_summary(page: Flask) -> None:
    assert not macro("error_summary", "error_summary", Everything()).strip()


def test_hidden_fields_are_written_once_with_the_token_and_without_ids(page: Flask) -> None:
    html = macro("form", "hidden_fields", Everything())

    assert html.count('name="csrf_token"') == 1
    assert html.count('value="once-only"') == 1
    assert "id=" not in html


def test_a_button_that_posts_brings_its_token_and_its_fields(page: Flask) -> None:
    html = macro("button", "post_button", "Withdraw", "/staff/x", fields={"name_id": 7}, about="Ana Ruiz")

    assert 'name="csrf_token"' in html
    assert '<input name="name_id" type="hidden" value="7">' in html
    assert "Ana Ruiz" in html


def test_the_next_page_of_a_list_keeps_its_filters(page: Flask) -> None:
    shown = {"number": 3, "has_next": True, "has_previous": False, "total": 71}
    html = macro("pagination", "pagination", shown, "requests")

    assert "?state=new&amp;state=held&amp;page=4" in html
    assert "Previous" not in html


def test_a_fact_that_is_missing_says_so(page: Flask) -> None:
    assert "not given" in macro("definition_list", "definition_list", [("Telephone", None)])


@pytest.mark.parametrize(
    ("currency", "sign"), [("USD", "$"), ("CAD", "CA$"), ("EUR", "€"), ("JPY", "¥"), ("KWD", "KWD")]
)
def test_an_amount_shows_the_sign_of_its_own_currency(page: Flask, currency: str, sign: str) -> None:
    class Amount(FlaskForm):  # type: ignore[misc]  # Flask-WTF comes without types
        amount = MoneyField("Amount", currency=currency)

    written = str(get_template_attribute("components/money_field.html", "money_field")(Amount().amount))
    assert f'aria-hidden="true">{sign}</span>' in written
    assert f" in {currency}</span>" in written
