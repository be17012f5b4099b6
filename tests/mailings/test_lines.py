import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ngoapp.mailings.lines import address_lines, country_line
from ngoapp.mailings.usps import split_unit
from ngoapp.people.addresses import PostalAddress
from ngoapp.people.countries import UnknownCountry, countries

pytestmark = pytest.mark.once

GOLDEN = json.loads((Path(__file__).parent / "data" / "address-cases.json").read_text("utf-8"))
CASES = {case["id"]: case for case in GOLDEN["cases"]}
CODES = [code for code, _ in countries()]


def us(street, *, name="Ann Lee", city="Edina", area="MN", code="55435", **more):
    return PostalAddress(
        name=name,
        street_address=street,
        city=city,
        country_area=area,
        postal_code=code,
        country_code="US",
        **more,
    )


@pytest.mark.parametrize("case_id", CASES)
def test_a_golden_case_reads_as_the_postal_service_wants_it(case_id):
    case = CASES[case_id]
    assert address_lines(PostalAddress(**case["input"]), style="upper") == case["expected_upper"]


@pytest.mark.parametrize("case_id", [key for key, case in CASES.items() if case["expected_mixed"]])
def test_a_golden_case_as_typed_keeps_the_typing(case_id):
    case = CASES[case_id]
    assert address_lines(PostalAddress(**case["input"]), style="typed") == case["expected_mixed"]


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("123 So Main St", ["123 S MAIN ST"]),
        ("123 Main St No.", ["123 MAIN ST N"]),
        ("123 Main St No 5", ["123 MAIN ST NO 5"]),
        ("123 Main St #5", ["123 MAIN ST # 5"]),
        ("123 Main St, Apt 4", ["123 MAIN ST APT 4"]),
        ("123 Main St\nApt. 4-B", ["123 MAIN ST APT 4-B"]),
        ("Apt 4\n123 Main St", ["APT 4", "123 MAIN ST"]),
        ("12 Elm St\nOffice Park", ["12 ELM ST", "OFFICE PARK"]),
        ("P.O. Box 12", ["PO BOX 12"]),
        ("P O Box 12", ["PO BOX 12"]),
        ("c/o Bob\n12 O'Hare Ln.", ["C/O BOB", "12 OHARE LN"]),
        ("39.2 Rd", ["39.2 RD"]),
        ("12 St.Paul St", ["12 ST PAUL ST"]),
        ("12 Elm–Oak St", ["12 ELM-OAK ST"]),
    ],
)
def test_a_street_is_written_after_publication_28(typed, lines):
    assert address_lines(us(typed), style="upper")[1:-1] == lines


def test_an_ampersand_becomes_a_word_in_capitals_and_stays_when_typed():
    address = us("1 Elm St", name="Jack & Elizabeth Lewis")
    assert address_lines(address, style="upper")[0] == "JACK AND ELIZABETH LEWIS"
    assert address_lines(address, style="typed")[0] == "Jack & Elizabeth Lewis"


def test_an_urbanization_stands_above_the_street_in_puerto_rico():
    lines = ["ANN LEE", "URB LAS GLADIOLAS", "150 CALLE A", "SAN JUAN PR 00926-3232"]
    street = "150 Calle A\nUrb. Las Gladiolas"
    as_state = us(street, city="San Juan", area="PR", code="009263232")
    as_country = PostalAddress("Ann Lee", "", street, "San Juan", postal_code="009263232", country_code="PR")
    assert address_lines(as_state, style="upper") == lines
    assert address_lines(as_country, style="upper") == lines


@pytest.mark.parametrize("code", GOLDEN["us_domestic_country_codes"])
def test_territories_and_associated_states_are_domestic(code):
    address = PostalAddress("Ann", "", "1 Elm St", "Town", postal_code="96910", country_code=code)
    expected = "TOWN 96910" if code == "US" else f"TOWN {code} 96910"
    assert address_lines(address, style="upper")[-1] == expected


def test_a_state_typed_in_full_becomes_its_code():
    assert address_lines(us("1 Elm St", area="minnesota"), style="upper")[-1] == "EDINA MN 55435"


def test_from_abroad_the_united_states_are_a_country():
    assert address_lines(us("1 Elm St"), style="typed", sender_country="CA")[-2:] == [
        "Edina, MN 55435",
        "UNITED STATES",
    ]


def test_a_country_s_own_mail_has_no_country_line():
    address = PostalAddress("Ann", "", "1 Clear St", "Ottawa", "ON", "K1A 0B1", "CA")
    assert address_lines(address, style="typed", sender_country="CA")[-1] == "Ottawa ON  K1A 0B1"


@pytest.mark.parametrize("style", ["upper", "typed"])
def test_in_every_country_nothing_that_was_filled_in_is_lost(style):
    parts = ["ANN LEE", "ACME", "1 STREET", "2 YARD", "TOWN", "ZC 9", "QUARTER"]
    for code in CODES:
        address = PostalAddress(
            "Ann Lee", "Acme", "1 Street\n2 Yard", "Town", "", "ZC 9", code, city_area="Quarter"
        )
        text = " ".join(address_lines(address, style=style)).upper()
        assert [part for part in parts if part not in text] == [], text


def test_abroad_the_last_line_is_the_country_alone_in_english_capitals():
    for code in set(CODES) - set(GOLDEN["us_domestic_country_codes"]):
        lines = address_lines(PostalAddress("Ann", "", "1 St", "Town", country_code=code), style="typed")
        assert lines[-1] == country_line(code) == lines[-1].upper()
        assert not set(lines[-1]) & set("().,'’&"), lines


@pytest.mark.parametrize(("code", "name"), GOLDEN["country_line_overrides"].items())
def test_countries_are_called_what_mail_calls_them(code, name):
    assert country_line(code) == name


def test_punctuation_between_fields_goes_with_an_empty_field():
    address = PostalAddress("Ann", "", "1 Calle", "Puerto Vallarta", "", "46807", "MX")
    assert address_lines(address, style="typed")[2] == "46807 PUERTO VALLARTA"


def test_a_japanese_address_in_latin_letters_has_its_town_before_the_prefecture():
    address = PostalAddress("T. Yamada", "", "2-7-2 Marunouchi", "Chiyoda-ku", "Tokyo", "1008994", "JP")
    assert address_lines(address, style="upper") == [
        "T YAMADA",
        "2-7-2 MARUNOUCHI",
        "CHIYODA-KU TOKYO",
        "100-8994",
        "JAPAN",
    ]


def test_a_cedex_stands_behind_its_town():
    address = PostalAddress("Ann", "", "1 Rue X", "Paris", "", "75008", "FR", sorting_code="Cedex 08")
    assert address_lines(address, style="typed")[2] == "75008 PARIS CEDEX 08"


def test_a_turkish_i_keeps_its_dot_in_capitals():
    address = PostalAddress("Ali Demir", "", "İstiklal Cd. 5", "Istanbul", "", "34430", "TR")
    assert address_lines(address, style="upper")[0] == "ALİ DEMİR"


def test_an_unknown_country_is_refused():
    with pytest.raises(UnknownCountry):
        address_lines(PostalAddress("Ann", country_code="XX"), style="upper")


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("7455 FRANCE AVE S # 266", ("# 266", "7455 FRANCE AVE S")),
        ("12 Elm St, Apt 5", ("Apt 5", "12 Elm St")),
        ("12 OFFICE PARK", None),
        ("5 FLOOR ST", None),
    ],
)
def test_a_unit_at_the_end_of_a_street_is_known(line, parts):
    assert split_unit(line) == parts


@given(
    st.builds(PostalAddress, *[st.text(max_size=30)] * 6, st.sampled_from(CODES)),
    st.sampled_from(["upper", "typed"]),
)
def test_odd_text_becomes_lines_without_breaks(address, style):
    for line in address_lines(address, style=style):
        assert line.strip()
        assert len(line.splitlines()) == 1
