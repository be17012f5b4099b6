"""How donors in the demo wish to be thanked from now on, and one who has died."""

from datetime import timedelta

from ngoapp.core import clock
from ngoapp.desk.bereavement import donor_died
from ngoapp.organisation.queries import our_today
from ngoapp.people.models import Person
from ngoapp.people.naming import WORDING, wish_to_be_named
from ngoapp.people.queries import find_people

SOURCE = "donor's own page"
THANKED = (("Harold Smith", "The Smith Family", 90), ("Ngozi Adeyemi", "Ngozi Adeyemi", 12))
DIED, DAYS_AGO = "Walter Kowalski", 20


def load_wishes() -> None:
    """Two wishes, and a death of three weeks ago that the family told of."""
    for name, thanked, days_ago in THANKED:
        with clock.at(clock.now() - timedelta(days=days_ago)):
            wish_to_be_named(_known(name).id, recognition_name=thanked, wording=WORDING, source=SOURCE)
    day = our_today() - timedelta(days=DAYS_AGO)
    donor_died(_known(DIED).id, died_on=day, learned="family", take_names_away=False)


def _known(name: str) -> Person:
    return find_people(name)[0]
