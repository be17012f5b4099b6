"""Everything that stands on a receipt, gathered once and then frozen."""

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from ngoapp.core.money import Money
from ngoapp.donations.models import Gift
from ngoapp.donations.recurring.queries import plan_behind
from ngoapp.donations.recurring.rhythms import EVERY
from ngoapp.donations.together.models import SecondDonor
from ngoapp.donations.together.queries import second_of
from ngoapp.donations.tributes.queries import tribute_of
from ngoapp.mailings.letterhead import address_block, country_of, letterhead
from ngoapp.organisation.models import Organisation
from ngoapp.people.joint_names import joint_name
from ngoapp.people.models import Person
from ngoapp.receipts.jurisdictions import Wording

TEMPLATE_VERSION = 4
DAYS = ("gift_on", "received_on", "issued_on")
METHODS = {"card": "Card", "bank": "Bank transfer", "cheque": "Check", "cash": "Cash"}


@dataclass(frozen=True)
class Drawing:
    """A PDF, and the characters that no font could draw and that are spelled out in it, as [U+E123]."""

    pdf: bytes
    spelled_out: str = ""


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A receipt's words and figures. `address_lines` is the block in the window, the name among them."""

    number: str
    title: str
    statements: list[str]
    donor_name: str
    salutation: str
    address_lines: list[str]
    country_code: str
    amount_minor: int
    amount_currency: str
    gift_on: date
    received_on: date
    issued_on: date
    fund: str
    method: str
    replaces: str
    organisation: dict[str, Any]
    # What came, of which `amount` is left; nought on receipts of before this was told apart.
    given_minor: int = 0
    # “In memory of Ann Miller”, as the donor wrote it.
    tribute: str = ""
    # How often the gift comes, such as “every month”; empty for one that came once.
    every: str = ""
    # A receipt, or a letter of thanks that is none.
    receipt: bool = True
    thanks: str = "Thank you for your gift."
    # Who gave, where that is somebody else: a donor-advised fund, and its account.
    given_by: str = ""
    template: int = field(default=TEMPLATE_VERSION)

    @property
    def amount(self) -> Money:
        """What was given."""
        return Money(self.amount_minor, self.amount_currency)

    @property
    def given(self) -> Money:
        """What came at first."""
        return Money(self.given_minor or self.amount_minor, self.amount_currency)

    @property
    def given_back(self) -> Money:
        """What went back of it since."""
        return Money(self.given.minor - self.amount_minor, self.amount_currency)

    def frozen(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return asdict(self) | {day: getattr(self, day).isoformat() for day in DAYS}

    @classmethod
    def thawed(cls, data: dict[str, Any]) -> "Letter":
        """The letter that was frozen."""
        return cls(**(data | {day: date.fromisoformat(data[day]) for day in DAYS}))


def compose(
    gift: Gift,
    addressee: Person,
    organisation: Organisation,
    wording: Wording,
    *,
    left: Money,
    number: str,
    issued_on: date,
    replaces: str = "",
) -> Letter:
    """The letter for a gift as things stand now: names, address and letterhead."""
    name, home = made_out_to(gift, addressee, corrected=bool(replaces)), addressee.household
    tribute = tribute_of(gift)
    return Letter(
        number=number,
        title=wording.title,
        statements=list(wording.statements),
        donor_name=name,
        salutation=home.salutation if home and home.receipt_name == name else name,
        address_lines=address_block(name, addressee.address, organisation.country_code),
        country_code=country_of(addressee),
        amount_minor=left.minor,
        amount_currency=left.currency,
        given_minor=gift.amount.minor,
        gift_on=gift.gift_on,
        received_on=gift.received_on,
        issued_on=issued_on,
        fund=gift.fund.name,
        method=method_of(gift),
        replaces=replaces,
        tribute=tribute.called if tribute else "",
        every=rhythm_of(gift),
        receipt=wording.receipt,
        thanks=wording.thanks,
        given_by=f"{gift.donor_name}, {gift.advised_fund}" if gift.adviser else "",
        organisation=letterhead(organisation),
    )


def method_of(gift: Gift) -> str:
    """How the money came: “Check”, or “Check from your IRA”."""
    return METHODS[gift.method] + (" from your IRA" if gift.ira_custodian else "")


def rhythm_of(gift: Gift) -> str:
    """How often it comes again, in words."""
    plan = plan_behind(gift)
    return EVERY[plan.every] if plan else ""


def made_out_to(gift: Gift, addressee: Person, *, corrected: bool) -> str:
    """Whose name stands on it: both of two joint donors, who advised a fund, else the name given with the gift.

    A corrected receipt goes by the donor's own record, since that is what staff put right."""
    first = addressee.name if corrected else gift.giver_name or addressee.name
    second = second_of(gift)
    if second and not _of_one_household(addressee, second):
        known = second.person if corrected else None
        return joint_name(first, known.name if known else second.name)
    return addressee.household.receipt_name if addressee.household else first


def _of_one_household(donor: Person, second: SecondDonor) -> bool:
    other = second.person
    return bool(other and other.household_id and other.household_id == donor.household_id)
