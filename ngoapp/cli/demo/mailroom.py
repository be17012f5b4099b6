"""The demo's mailroom: a printer that is a little off, and labels for the donors of a year, printed the other day."""

from datetime import timedelta

from ngoapp.cli.demo.donations import noon
from ngoapp.core import clock
from ngoapp.donations.labels.operations import print_for_donors
from ngoapp.donations.labels.queries import Choice
from ngoapp.mailings.operations import keep_printer
from ngoapp.mailings.paper import paper_of
from ngoapp.mailings.runs.recipients import Wanted
from ngoapp.organisation.queries import our_today
from ngoapp.people.operations import set_address
from ngoapp.people.queries import find_people

DAYS_AGO = 1
# Name, street, town, area, postal code, country. One is not whole.
HOMES = (
    ("Ingrid Solberg", "Bygdøy allé 5", "Oslo", "", "0257", "NO"),
    ("María José Núñez", "Calle Sample 9, 2º B", "Málaga", "Málaga", "29001", "ES"),
    ("Łukasz Wójcik", "ul. Przykładowa 3", "Kraków", "", "31-001", "PL"),
    ("陳美玲", "No. 7, Sample Rd.", "Xinyi Dist.", "Taipei City", "110", "TW"),
    ("Priya Raman and Tom Fields", "14 Specimen Road", "Leeds", "", "LS1 1AA", "GB"),
    ("Teresa Moreau", "150 Example Street", "Ottawa", "ON", "K1A 0B1", "CA"),
    ("Oskar Brandt", "Musterweg 12", "Köln", "", "51147", "DE"),
    ("Oskar and Lena Brandt", "Musterweg 12", "Köln", "", "51147", "DE"),
    ("Marcus and Ines Okoro", "77 Sample Ave N", "Saint Paul", "MN", "55105", "US"),
    ("Sunrise Book Club", "PO Box 12", "Edina", "MN", "554350012", "US"),
    ("Amina Farah", "5 Demonstration St", "Minneapolis", "MN", "", "US"),
)


def load_mailroom() -> None:
    """Who gave within a year got a calendar; the last sheet is begun."""
    with clock.at(noon(DAYS_AGO)):
        for home in HOMES:
            _move_in(*home)
        keep_printer(name="By the window", right=5, down=-10)
        print_for_donors(
            Choice(since=our_today() - timedelta(days=365)),
            Wanted(per="household", order="postal_code", style="upper", sender_country="US"),
            words="One per household; by postal code; gave within the last year",
            action_key="demo-calendar-for-donors",
            paper=paper_of("5160"),
            start=1,
        )


def _move_in(name: str, street: str, city: str, area: str, postal_code: str, country: str) -> None:
    for person in find_people(name):
        set_address(
            person,
            street_address=street,
            city=city,
            country_area=area,
            postal_code=postal_code,
            country_code=country,
        )
