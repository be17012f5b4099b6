import html5lib
import pytest
from flask import Flask, render_template_string
from werkzeug.datastructures import MultiDict
from wtforms import Form, StringField

from ngoapp.core.paths import templates_folder
from ngoapp.people.addresses import PostalAddress
from ngoapp.people.forms import AddressFields

pytestmark = pytest.mark.once

EDINA = {
    "street_address": "1 Elm St\r\nApt 4",
    "city": "Edina",
    "country_area": "MN",
    "postal_code": "554350012",
    "country_code": "US",
    "drawn_country": "US",
}
PAGE = """
{% from "components/form.html" import form_tag %}{% from "components/address_fields.html" import address_fields %}
{% call form_tag(form) %}{{ address_fields(form) }}<button>Send</button>{% endcall %}
"""


class RequestForm(AddressFields, Form):
    name = StringField()


class OptionalForm(AddressFields, Form):
    address_is_optional = True


def sent(kind=RequestForm, **changed):
    return kind(MultiDict({**EDINA, **changed}))


def names(form):
    return [field.name for field in form.address_fields()]


def drawn(form):
    app = Flask(__name__, template_folder=str(templates_folder()))
    with app.test_request_context():
        page = render_template_string(PAGE, form=form)
    html5lib.HTMLParser(strict=True).parseFragment(page)
    return page


def test_what_was_sent_becomes_an_address():
    form = sent(name="Ann")
    assert form.validate(), form.errors
    assert form.address("Ann Lee") == PostalAddress(
        "Ann Lee", "", "1 Elm St\nApt 4", "Edina", "MN", "55435-0012", "US"
    )


def test_an_area_may_be_sent_by_its_name():
    form = sent(country_area="minnesota")
    assert form.validate()
    assert form.address("Ann").country_area == "MN"


def test_a_new_form_asks_what_the_united_states_need():
    form = RequestForm()
    assert names(form) == ["company_name", "street_address", "city", "country_area", "postal_code"]
    assert [field.label.text for field in form.address_fields()][-2:] == ["State", "ZIP code"]
    assert [field.flags.required for field in form.address_fields()] == [False, True, True, True, True]


def test_an_address_that_we_have_is_shown():
    form = RequestForm(obj=PostalAddress("Ann", "", "Heidestr. 17", "Köln", "", "51147", "DE"))
    assert names(form) == ["company_name", "street_address", "postal_code", "city"]
    assert form.city.data == "Köln"


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ("street_address", "Enter the street address."),
        ("city", "Enter the city."),
        ("country_area", "Enter the state."),
        ("postal_code", "Enter the ZIP code."),
    ],
)
def test_what_is_missing_is_said_beside_its_field(field, sentence):
    form = sent(**{field: " "})
    assert not form.validate()
    assert form.errors == {field: [sentence]}


def test_a_postal_code_that_looks_wrong_is_taken_all_the_same():
    assert sent(postal_code="902").validate()


def test_an_area_that_is_not_on_the_list_is_asked_for_again_and_kept():
    form = sent(country_area="Bavaria")
    assert not form.validate()
    assert form.errors == {"country_area": ["Choose a state from the list."]}
    assert 'value="Bavaria" selected' in drawn(form)


def test_text_that_is_too_long_is_told():
    form = sent(city="x" * 121)
    assert not form.validate()
    assert form.errors == {"city": ["Use at most 120 characters."]}


def test_changing_the_country_finds_no_fault_and_loses_nothing():
    form = sent(country_code="GB", change_country="1", postal_code="", name="Ann")
    assert not form.validate()
    assert form.errors == {}
    assert names(form) == ["company_name", "street_address", "city", "postal_code"]
    assert form.postal_code.label.text == "Postcode"
    assert form.name.data == "Ann"
    page = drawn(form)
    assert '<input name="country_area" type="hidden" value="MN">' in page
    assert '<input name="drawn_country" type="hidden" value="GB">' in page


def test_a_change_of_country_back_finds_the_area_again():
    form = sent(country_code="US", drawn_country="GB", change_country="1")
    assert not form.validate()
    assert 'value="MN" selected' in drawn(form)


def test_the_enter_key_sends_the_form_although_it_presses_the_first_button():
    assert sent(change_country="1").validate()


def test_a_country_chosen_without_the_button_is_followed():
    form = sent(country_code="CA")
    assert not form.validate()
    assert form.errors == {"country_area": ["Choose a province from the list."]}
    assert form.postal_code.label.text == "Postal code"


def test_fields_that_the_country_does_not_have_stay_out_of_the_address():
    assert sent(country_code="GB", postal_code="EC4Y 8EE").address("Ann").country_area == ""


@pytest.mark.parametrize("code", ["", "XX", "<b>"])
def test_a_country_that_is_none_falls_back_on_the_usual_one(code):
    form = sent(country_code=code)
    assert form.validate()
    assert form.country_code.data == "US"


def test_an_optional_address_may_be_left_out():
    form = OptionalForm(MultiDict({"country_code": "CA", "drawn_country": "US"}))
    assert form.validate()
    assert not form.has_address()
    assert not any(field.flags.required for field in form.address_fields())


def test_an_optional_address_that_was_begun_is_asked_for_whole():
    form = OptionalForm(MultiDict({"country_code": "US", "city": "Edina"}))
    assert not form.validate()
    assert set(form.errors) == {"street_address", "country_area", "postal_code"}


@pytest.mark.parametrize(
    ("name", "token"),
    [
        ("country_code", "country"),
        ("company_name", "organization"),
        ("street_address", "street-address"),
        ("city", "address-level2"),
        ("country_area", "address-level1"),
        ("postal_code", "postal-code"),
    ],
)
def test_browsers_know_what_to_fill_in(name, token):
    assert f'autocomplete="{token}"' in drawn(RequestForm()).split(f'name="{name}"')[1].split(">")[0]


class FormAroundAnAddress(AddressFields, Form):
    address_follows = "before"
    before = StringField()
    after = StringField()


def test_what_is_wrong_is_listed_in_the_order_of_the_page():
    form = sent(FormAroundAnAddress, country_code="DE")
    listed = [field.short_name for field in form if field.short_name in {"before", "after", *names(form)}]
    assert listed == ["before", *names(form), "after"]


def test_the_address_is_listed_last_where_no_field_stands_above_it():
    assert [field.short_name for field in sent(OptionalForm)][-len(names(sent(OptionalForm))) :] == names(
        sent(OptionalForm)
    )
