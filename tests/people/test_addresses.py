import pytest
from hypothesis import given
from hypothesis import strategies as st

from ngoapp.people.addresses import PostalAddress, problems, tidy
from ngoapp.people.countries import UnknownCountry, countries, country_groups, country_name, name_in_sentence
from ngoapp.people.country_rules import country_rules

pytestmark = pytest.mark.once

EDINA = {
    "street_address": "1 Elm St",
    "city": "Edina",
    "country_area": "MN",
    "postal_code": "55435",
    "country_code": "US",
}


def us(**changed):
    return tidy(PostalAddress(**{"name": "Ann Lee", **EDINA, **changed}))


@pytest.mark.parametrize(
    ("country", "typed", "written"),
    [
        ("US", "554350012", "55435-0012"),
        ("US", "55435 0012", "55435-0012"),
        ("US", "55435", "55435"),
        ("PR", "009263232", "00926-3232"),
        ("CA", "k1a0b1", "K1A 0B1"),
        ("CA", "K1A-0B1", "K1A 0B1"),
        ("GB", "ec4y8ee", "EC4Y 8EE"),
        ("NL", "1234ab", "1234 AB"),
        ("SE", "SE-111 22", "111 22"),
        ("SE", "se11122", "111 22"),
        ("FI", "FI-00550", "00550"),
        ("LI", "FL-9496", "9496"),
        ("LU", "L-4750", "4750"),
        ("JP", "１００－８９９４", "100-8994"),
        ("IE", "d02x285", "D02 X285"),
        ("AD", "AD500", "AD500"),
        ("CA", "not a code", "NOT A CODE"),
    ],
)
def test_a_postal_code_is_written_as_its_country_writes_it(country, typed, written):
    assert tidy(PostalAddress(postal_code=typed, country_code=country)).postal_code == written


def test_tidying_trims_and_drops_blank_lines_but_keeps_what_was_typed():
    address = tidy(
        PostalAddress(name="  ann   LEE ", street_address=" 1 elm st \r\n\r\n apt 4 ", country_code=" us ")
    )
    assert (address.name, address.street_address, address.country_code) == (
        "ann LEE",
        "1 elm st\napt 4",
        "US",
    )


@pytest.mark.parametrize(("typed", "code"), [("UK", "GB"), ("usa", "US")])
def test_the_usual_slips_of_a_country_code_are_understood(typed, code):
    assert tidy(PostalAddress(country_code=typed)).country_code == code


@given(
    st.builds(PostalAddress, *[st.text(max_size=30)] * 6, st.sampled_from(["US", "CA", "DE", "JP", "", "xx"]))
)
def test_tidying_twice_changes_nothing_more_and_nothing_breaks(address):
    once = tidy(address)
    assert tidy(once) == once
    assert all(problem.sentence for problem in problems(once))


def test_a_whole_address_has_no_problem():
    assert problems(us()) == []


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ("street_address", "Enter the street address."),
        ("city", "Enter the city."),
        ("country_area", "Enter the state."),
        ("postal_code", "Enter the ZIP code."),
        ("country_code", "Enter the country."),
        ("name", "Enter a name or an organization."),
    ],
)
def test_what_is_missing_blocks(field, sentence):
    (problem,) = problems(us(**{field: ""}))
    assert (problem.field, problem.sentence, problem.blocking) == (field, sentence, True)


def test_an_organization_needs_no_name():
    assert problems(us(name="", company_name="Acme")) == []


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        (
            {"postal_code": "902"},
            "postal_code",
            "“902” does not look like a ZIP code of the United States, such as 95014.",
        ),
        (
            {"postal_code": "90210"},
            "postal_code",
            "The ZIP code “90210” does not seem to be in MN; check both.",
        ),
        ({"country_area": "MM"}, "country_area", "“MM” is no state that we know in the United States."),
    ],
)
def test_what_merely_looks_wrong_is_a_hint(changed, field, sentence):
    (problem,) = problems(us(**changed))
    assert (problem.field, problem.sentence, problem.blocking) == (field, sentence, False)


def test_a_county_that_labels_leave_out_is_told():
    address = tidy(PostalAddress("Ann", "", "1 Lane", "London", "Kent", "EC4Y8EE", "GB"))
    assert [problem.sentence for problem in problems(address)] == [
        "Addresses in the United Kingdom have no county or province; labels leave “Kent” out."
    ]


def test_an_area_is_known_by_code_and_by_its_name_in_each_language():
    assert {country_rules("CA").area_code(text) for text in ("QC", "Quebec", "québec")} == {"QC"}
    assert country_rules("JP").area_code("Tokyo") == "東京都"


@pytest.mark.parametrize(
    ("code", "field", "label"),
    [
        ("US", "country_area", "State"),
        ("US", "postal_code", "ZIP code"),
        ("CA", "country_area", "Province"),
        ("CA", "postal_code", "Postal code"),
        ("GB", "postal_code", "Postcode"),
        ("GB", "city", "Town or city"),
        ("IE", "country_area", "County"),
        ("IE", "postal_code", "Eircode"),
        ("IN", "postal_code", "PIN code"),
        ("JP", "country_area", "Prefecture"),
    ],
)
def test_a_field_is_called_what_its_country_calls_it(code, field, label):
    assert country_rules(code).by_name[field].label == label


def test_fields_come_in_the_country_s_own_order():
    assert [field.name for field in country_rules("DE").fields][-2:] == ["postal_code", "city"]
    assert [field.name for field in country_rules("US").fields][-3:] == [
        "city",
        "country_area",
        "postal_code",
    ]
    assert not country_rules("GB").wants("country_area")


def test_choices_of_an_area_are_written_as_labels_want_them():
    assert ("MN", "Minnesota") in country_rules("US").by_name["country_area"].choices
    assert ("Tokyo", "Tokyo") in country_rules("JP").by_name["country_area"].choices
    assert country_rules("DE").by_name.get("country_area") is None


def test_every_country_has_rules():
    for code, _ in countries():
        rules = country_rules(code)
        assert "%A" in "".join(rules.line_formats)
        assert rules.by_name["street_address"].required


def test_countries_are_sorted_without_regard_to_accents():
    names = [name for _, name in countries()]
    assert names.index("Afghanistan") < names.index("Åland Islands") < names.index("Albania")
    assert len(names) > 240


def test_the_countries_chosen_most_come_first_and_once():
    groups = country_groups()
    assert next(iter(groups.values())) == [("US", "United States"), ("CA", "Canada")]
    assert ("US", "United States") not in groups["All countries"]


def test_an_unknown_country_is_refused():
    with pytest.raises(UnknownCountry, match="“XX” is not a country code"):
        country_name("XX")


def test_names_of_countries_take_their_article_in_a_sentence():
    assert name_in_sentence("United States") == "the United States"
    assert name_in_sentence("Canada") == "Canada"
