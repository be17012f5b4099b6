"""An address as staff read it."""

from ngoapp.people.models import Address


def test_an_address_at_home_has_no_country() -> None:
    address = Address(
        street_address="9 Specimen Ct",
        city="Eau Claire",
        country_area="WI",
        postal_code="54701",
        country_code="US",
    )
    assert address.lines(home="US") == ["9 Specimen Ct", "Eau Claire, WI 54701"]


def test_an_address_abroad_names_its_country_and_leaves_out_what_it_has_not() -> None:
    address = Address(street_address="Königstraße 12\nHinterhaus", city="Köln", country_code="DE")
    assert address.lines(home="US") == ["Königstraße 12", "Hinterhaus", "Köln", "Germany"]
