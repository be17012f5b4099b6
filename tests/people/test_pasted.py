"""Addresses in one piece, as people paste and say them, and what each is split into."""

import pytest

from ngoapp.people.addresses import PostalAddress
from ngoapp.people.pasted import Pasted, split_address

ANA = "Ana Ruiz"
SPLIT = {
    "Ana Ruiz\n120 Lake St W Apt 4\nMinneapolis, MN 55408": PostalAddress(
        ANA, "", "120 Lake St W Apt 4", "Minneapolis", "MN", "55408", "US"
    ),
    "120 Lake St W, Apt 4, Minneapolis, Minnesota 554081234": PostalAddress(
        "", "", "120 Lake St W Apt 4", "Minneapolis", "MN", "55408-1234", "US"
    ),
    "120 Lake St W, Minneapolis, MN, 55408, USA": PostalAddress(
        "", "", "120 Lake St W", "Minneapolis", "MN", "55408", "US"
    ),
    "120 Lake Street W Apt 4 Minneapolis MN 55408": PostalAddress(
        "", "", "120 Lake Street W Apt 4", "Minneapolis", "MN", "55408", "US"
    ),
    "Ana Ruiz\nLakeside Clinic\nPO Box 12\nNew York NY 10001": PostalAddress(
        ANA, "Lakeside Clinic", "PO Box 12", "New York", "NY", "10001", "US"
    ),
    "Ana Ruiz\nc/o Bo Lind\n5 Elm Rd\nAtlanta, Georgia 30303": PostalAddress(
        ANA, "", "c/o Bo Lind\n5 Elm Rd", "Atlanta", "GA", "30303", "US"
    ),
    "5 Elm Rd, Washington, D.C. 20001": PostalAddress("", "", "5 Elm Rd", "Washington", "DC", "20001", "US"),
    "5 Elm Rd\nRaleigh, North Carolina": PostalAddress("", "", "5 Elm Rd", "Raleigh", "NC", "", "US"),
    "Luc Roy\n1230 rue Exemple, app. 5\nMontréal (Québec) H2X1Y4": PostalAddress(
        "Luc Roy", "", "1230 rue Exemple, app. 5", "Montréal", "QC", "H2X 1Y4", "CA"
    ),
    "77 Sample St W\nToronto ON\nM5V 2T6\nCanada": PostalAddress(
        "", "", "77 Sample St W", "Toronto", "ON", "M5V 2T6", "CA"
    ),
    "14 Example Road\nClifton\nBristol\nBS1 4ST": PostalAddress(
        "", "", "14 Example Road\nClifton", "Bristol", "", "BS1 4ST", "GB"
    ),
    "Rose Cottage, 2 Mill Lane, Tunbridge Wells, Kent, tn1 1aa, England": PostalAddress(
        "Rose Cottage", "", "2 Mill Lane", "Tunbridge Wells, Kent", "", "TN1 1AA", "GB"
    ),
    "10 Downing St, London SW1A 2AA": PostalAddress("", "", "10 Downing St", "London", "", "SW1A 2AA", "GB"),
    "Nora Feld\nMusterstraße 8\n10115 Berlin\nDeutschland": PostalAddress(
        "Nora Feld", "", "Musterstraße 8", "Berlin", "", "10115", "DE"
    ),
    "Musterstr. 8, D-80331 München": PostalAddress("", "", "Musterstr. 8", "München", "", "80331", "DE"),
    "12 rue de la Paix\nBât. B\n75002 Paris CEDEX 02\nFrance": PostalAddress(
        "", "", "12 rue de la Paix\nBât. B", "Paris CEDEX 02", "", "75002", "FR"
    ),
    "Calle 5 de Mayo 12\nCol. Centro\nC.P. 06000 Ciudad de México, CDMX\nMéxico": PostalAddress(
        "", "", "Calle 5 de Mayo 12", "Ciudad de México", "Ciudad de México", "06000", "MX", "Col. Centro"
    ),
    "Av. Vallarta 100, 44100 Guadalajara, Jal., Mexico": PostalAddress(
        "", "", "Av. Vallarta 100", "Guadalajara", "Jalisco", "44100", "MX"
    ),
    "Storgata 4\n0155 Oslo\nNorway": PostalAddress("", "", "Storgata 4\n0155 Oslo", country_code="NO"),
    "somewhere by the lake": PostalAddress("", "", "somewhere by the lake", country_code="US"),
    "": PostalAddress(country_code="US"),
}


@pytest.mark.parametrize("text", SPLIT)
def test_an_address_in_one_piece_is_split_by_rule(text: str) -> None:
    assert split_address(text).address == SPLIT[text]


def test_a_telephone_number_and_an_email_address_among_the_lines_are_told_apart() -> None:
    pasted = split_address(
        "Ana Ruiz\n120 Lake St W\nMinneapolis MN 55408-1234\nTel. (612) 555-0139\nana@example.org"
    )
    assert (pasted.phone, pasted.email) == ("(612) 555-0139", "ana@example.org")
    assert pasted.address.postal_code == "55408-1234"


def test_a_name_that_is_known_is_not_taken_for_an_organization() -> None:
    pasted = split_address("ANA RUIZ\nLakeside Clinic\n5 Elm Rd\nSt Paul, MN 55101", name=ANA)
    assert (pasted.address.name, pasted.address.company_name) == ("", "Lakeside Clinic")


def test_the_country_on_the_form_counts_where_the_address_names_none() -> None:
    pasted = split_address("Musterstraße 8\n10115 Berlin", home="DE")
    assert (pasted.address.city, pasted.address.country_code) == ("Berlin", "DE")


@pytest.mark.parametrize("text", SPLIT)
def test_no_word_of_it_is_lost(text: str) -> None:
    assert not words(text) - kept(split_address(text)) - DROPPED


def words(text: str) -> set[str]:
    return {word for line in text.splitlines() for word in line.casefold().replace(",", " ").split()}


def kept(pasted: Pasted) -> set[str]:
    parts = (getattr(pasted.address, name) for name in pasted.address.__dataclass_fields__)
    return words("\n".join([*parts, pasted.email, pasted.phone]))


# What a code or a country's choice stands for, and codes written as their country writes them.
DROPPED = words(
    "USA Canada England Deutschland France México Mexico Norway Minnesota Georgia D.C. North Carolina (Québec) "
    "554081234 H2X1Y4 TN1 1AA D-80331 C.P. CDMX Jal."
)
