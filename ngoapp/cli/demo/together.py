"""Two donors on one gift in the demo, and a household: who answered, who did not, and two who live together."""

from ngoapp.acknowledgments.together.links import seal_second
from ngoapp.acknowledgments.together.operations import LINK, Answer, answer, note_asked
from ngoapp.cli.demo.donations import noon, pay
from ngoapp.core import clock
from ngoapp.core.money import Money
from ngoapp.donations.naming import CONSENT
from ngoapp.donations.pledges import Pledge, pledge_donation
from ngoapp.donations.queries import open_funds
from ngoapp.donations.together.models import AGREED
from ngoapp.donations.together.parts import WORDING, Together, names_to_thank
from ngoapp.donations.together.queries import second_on
from ngoapp.organisation.queries import our_today
from ngoapp.people.households.operations import FourNames, join, rename
from ngoapp.people.operations import find_or_make_person
from ngoapp.people.queries import find_people

# Days ago, first, second, the second's address, dollars, and what the second said.
GIFTS = (
    (40, "Ana Ruiz", "Ben Cho", "ben.cho@example.org", 120, AGREED),
    (9, "Samuel Osei", "Grace Osei", "grace.osei@example.org", 90, ""),
    (2, "Ingrid Dahl", "Peter Dahl", "", 60, ""),
)
NAMES = FourNames(
    receipt_name="Robert Lindqvist and Helen Andersson",
    envelope_name="Mr. Lindqvist and Ms. Andersson",
    salutation="Robert and Helen",
    public_name="Robert Lindqvist and Helen Andersson",
)


def load_together() -> None:
    """Gifts of two; the second of one has agreed to be named, another has yet to answer."""
    for gift in GIFTS:
        _give(*gift)


def _give(days_ago: int, first: str, second: str, email: str, dollars: int, said: str) -> None:
    own, both = names_to_thank(first, second, "")
    giver = f"{first.split(maxsplit=1)[0].lower()}@example.org"
    with clock.at(noon(days_ago)):
        donation = pledge_donation(
            Pledge(
                action_key=f"demo-{first}",
                amount=Money(dollars * 100, "USD"),
                fund_id=open_funds()[0].id,
                donor_name=first,
                email=giver,
                recognition_name=own,
                consent_wording=CONSENT,
                together=Together(name=second, email=email, public_name=both),
            )
        )
        pay(donation, find_or_make_person(name=first, email=giver))
        named = second_on(donation)
        if named and email:
            seal_second(named)
            note_asked(named.id, 0)
        if named and said:
            words = WORDING.format(both)
            answer(named.id, Answer(consent=said, name=both, on=our_today(), source=LINK, wording=words))


def load_households() -> None:
    """Join them, under names that staff have chosen."""
    (robert,), (helen,) = find_people("Robert Lindqvist"), find_people("Helen Andersson")
    rename(join(robert.id, helen.id).id, NAMES)
