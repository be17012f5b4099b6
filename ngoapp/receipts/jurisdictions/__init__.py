"""What the law of a country wants on a receipt: one small module each, chosen by where donor and issuer are.

A jurisdiction is used only for an organisation of its own country. Canada, the United Kingdom, Germany and
Australia have none yet: a receipt of theirs may be issued only by a charity registered there."""

from dataclasses import dataclass
from typing import Protocol

from ngoapp.donations.models import Gift
from ngoapp.organisation.models import Organisation
from ngoapp.receipts.jurisdictions import advised, ira, plain, us


@dataclass(frozen=True)
class Wording:
    """What is said on the receipt."""

    title: str
    statements: tuple[str, ...]
    receipt: bool = True  # or a letter of thanks, which is none
    thanks: str = "Thank you for your gift."


class Jurisdiction(Protocol):
    """A module of this package."""

    CODE: str
    TITLE: str

    def serves(self, country_code: str) -> bool:
        """Whether donors of this country are receipted so; an empty code is an address that we do not know."""

    def ready(self, organisation: Organisation) -> bool:
        """Whether the profile has everything that the law wants of the issuer."""

    def statements(self, organisation: Organisation) -> tuple[str, ...]:
        """The sentences for a gift of money in return for which nothing was given."""


OFFICIAL: dict[str, Jurisdiction] = {us.CODE: us}


def jurisdiction_for(organisation: Organisation, country_code: str) -> Jurisdiction:
    """The organisation's own, where it fits the donor and the profile is complete; else the plain acknowledgment."""
    own = OFFICIAL.get(organisation.receipt_jurisdiction)
    if own and own.serves(country_code) and own.ready(organisation):
        return own
    return plain


def wording(jurisdiction: Jurisdiction, organisation: Organisation) -> Wording:
    """What a receipt says beside the facts of the gift."""
    return Wording(jurisdiction.TITLE, jurisdiction.statements(organisation))


def paper_for(gift: Gift, organisation: Organisation, country_code: str) -> tuple[Jurisdiction, Wording]:
    """Whose series the paper about a gift is numbered in, and what it says beside the facts."""
    if gift.advised_fund:
        return plain, _thanks_for_advice(gift)
    if gift.ira_custodian:
        return plain, Wording(ira.TITLE, ira.statements(gift.ira_custodian), receipt=False)
    jurisdiction = jurisdiction_for(organisation, country_code)
    return jurisdiction, wording(jurisdiction, organisation)


def _thanks_for_advice(gift: Gift) -> Wording:
    advises = gift.adviser is not None
    said = advised.statements(gift.donor_name, gift.advised_fund, to_adviser=advises)
    thanks = advised.TO_ADVISER if advises else advised.TO_FUND
    return Wording(advised.TITLE, said, receipt=False, thanks=thanks)
