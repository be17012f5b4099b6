"""What a donor's own page shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from ngoapp.acknowledgments.models import Acknowledgment
from ngoapp.acknowledgments.queries import thanks_of
from ngoapp.core.money import Money
from ngoapp.donations.advised.queries import gifts_advised_by
from ngoapp.donations.history import gifts_of_year, left_of, years_of_giving
from ngoapp.donations.models import Gift
from ngoapp.donations.together.models import SecondDonor
from ngoapp.donations.together.queries import gifts_shared_with, seconds_of
from ngoapp.people.models import Consent, Person
from ngoapp.people.naming import naming_wishes
from ngoapp.receipts.letter import METHODS
from ngoapp.receipts.models import Receipt
from ngoapp.receipts.queries import receipts_of


@dataclass(frozen=True)
class Given:
    """A gift, what is left of it, its receipt, and how it is thanked in public."""

    gift: Gift
    left: Money
    receipt: Receipt | None
    thanks: Acknowledgment | None
    second: SecondDonor | None

    @property
    def method(self) -> str:
        """How it came."""
        return METHODS[self.gift.method]

    @property
    def given_back(self) -> Money | None:
        """What went back of it."""
        back = self.gift.amount.minor - self.left.minor
        return Money(back, self.left.currency) if back else None

    @property
    def wished_as(self) -> str:
        """The name that the donor has chosen, also where it waits until a second one agrees."""
        return self.shown_as and ((self.second and self.second.public_name) or self.shown_as)

    @property
    def shown_as(self) -> str:
        """The name that is, or will be, thanked in public; empty where there is none."""
        if self.left.minor <= 0 or (self.thanks and self.thanks.state == "withdrawn"):
            return ""
        if self.thanks:
            return self.thanks.recognition_name
        return "" if self.gift.anonymous else self.gift.recognition_name


@dataclass(frozen=True)
class Shared:
    """A gift of somebody else, given together with whoever looks: what both may know of it."""

    gift: Gift
    receipt: Receipt | None


@dataclass(frozen=True)
class Giving:
    """One year of giving: `years` are all there are, `with_summary` those to whom this one's summary can go.

    `wishes` are what they said of being named from now on, by person."""

    people: Sequence[Person]
    years: list[int]
    year: int | None
    gifts: list[Given]
    with_summary: list[Person]
    wishes: dict[int, Consent]


def giving_of(people: Sequence[Person], year: int | None) -> Giving:
    """The gifts of people who share a mailbox, in the year asked for, or in the latest."""
    pairs = years_of_giving([person.id for person in people])
    years = sorted({known for _, known in pairs}, reverse=True)
    if year not in years:
        year = years[0] if years else None
    names = {donor_id for donor_id, known in pairs if known == year}
    ids = [person.id for person in people]
    gifts = given(gifts_of_year(ids, year)) if year else []
    with_summary = [person for person in people if person.id in names]
    return Giving(people, years, year, gifts, with_summary, naming_wishes(ids))


def shared_with(people: Sequence[Person]) -> list[Shared]:
    """Gifts that others gave together with these people."""
    gifts = gifts_shared_with([person.id for person in people])
    receipts = receipts_of([gift.id for gift in gifts]) if gifts else {}
    return [Shared(gift, receipts.get(gift.id)) for gift in gifts]


def advised_by(people: Sequence[Person]) -> list[Given]:
    """Gifts of donor-advised funds that these people advised: they are the ones who are thanked."""
    return given(gifts_advised_by([person.id for person in people]))


def given(gifts: Sequence[Gift]) -> list[Given]:
    """These gifts with what belongs to them."""
    if not gifts:
        return []
    ids = [gift.id for gift in gifts]
    receipts, thanks, seconds = receipts_of(ids), thanks_of(ids), seconds_of(gifts)
    return [
        Given(gift, left_of(gift), receipts.get(gift.id), thanks.get(gift.id), seconds.get(gift.id))
        for gift in gifts
    ]
