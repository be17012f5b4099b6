"""What a letter to a family says: who gave, never how much. Gathered once and written down when it is out."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from ngoapp.core import clock
from ngoapp.donations.tributes.models import HONOR, KINDS, Honouree, Tribute, TributeNotice, TributeRecipient
from ngoapp.donations.tributes.names import name_key
from ngoapp.organisation.queries import our_organisation

NOT_NAMED = "Somebody who would rather not be named"
TEMPLATE_VERSION = 1
MOST_ON_A_CARD = 12


@dataclass(frozen=True)
class Giver:
    """A line of the letter: who gave, and what they wrote to the family."""

    name: str
    occasion: str = ""
    message: str = ""

    @property
    def card_name(self) -> str:
        """The name inside a sentence."""
        return NOT_NAMED[0].lower() + NOT_NAMED[1:] if self.name == NOT_NAMED else self.name


@dataclass(frozen=True, kw_only=True)
class FamilyLetter:
    """Everything that stands in it. `replaces_of` is the day of the letter that it corrects."""

    kind: str
    honouree: str
    recipient: str
    address_lines: list[str]
    email: str
    givers: list[Giver]
    written_on: date
    replaces_of: date | None = None
    earlier: bool = False
    template: int = TEMPLATE_VERSION

    @property
    def kind_words(self) -> str:
        """“In memory of”."""
        return KINDS[self.kind]

    @property
    def called(self) -> str:
        """“in memory of Ann Miller”, or “in your honor”, as it stands inside a sentence."""
        return "in your honor" if self.to_themselves else f"{self.kind_words.lower()} {self.honouree}"

    @property
    def to_themselves(self) -> bool:
        """Whether it goes to the very person whom the gifts honor."""
        return self.kind == HONOR and name_key(self.recipient) == name_key(self.honouree)

    @property
    def few(self) -> bool:
        """Whether every giver has a place on the card."""
        return len(self.givers) <= MOST_ON_A_CARD

    def opening(self, sender: str) -> str:
        """The sentence above the names."""
        count = len(self.givers)
        gifts = "a gift has" if count == 1 else f"{count} gifts have"
        sentence = f"{gifts} come to {sender} {self.called}, from:"
        return f"Since our last letter, {sentence}" if self.earlier else sentence[0].upper() + sentence[1:]

    def frozen(self) -> dict[str, Any]:
        """As JSON keeps it."""
        days = {"written_on": self.written_on.isoformat()}
        return asdict(self) | days | {"replaces_of": self.replaces_of and self.replaces_of.isoformat()}

    @classmethod
    def thawed(cls, data: dict[str, Any]) -> "FamilyLetter":
        """The letter that was written down."""
        replaces = data["replaces_of"]
        return cls(
            **data
            | {
                "givers": [Giver(**giver) for giver in data["givers"]],
                "written_on": date.fromisoformat(data["written_on"]),
                "replaces_of": date.fromisoformat(replaces) if replaces else None,
            }
        )


def compose(
    recipient: TributeRecipient,
    tributes: Iterable[Tribute],
    *,
    corrects: TributeNotice | None = None,
    earlier: bool = False,
) -> FamilyLetter:
    """The letter as things stand now; `earlier` says that this family has had one before."""
    honouree: Honouree = recipient.honouree
    zone = our_organisation().time_zone
    replaced = clock.local_day(corrects.out_at, zone) if corrects and corrects.out_at else None
    return FamilyLetter(
        kind=honouree.kind,
        honouree=honouree.name,
        recipient=recipient.name,
        address_lines=[recipient.name, *recipient.address.splitlines()]
        if recipient.address
        else [recipient.name],
        email=recipient.email,
        givers=[giver(tribute) for tribute in tributes],
        written_on=clock.today(zone),
        replaces_of=replaced,
        earlier=earlier,
    )


def card_of(tribute: Tribute) -> FamilyLetter:
    """A card for the donor to hand over: the same facts, addressed to nobody."""
    honouree = tribute.honouree
    return FamilyLetter(
        kind=honouree.kind if honouree else tribute.kind,
        honouree=honouree.name if honouree else tribute.honouree_name,
        recipient="",
        address_lines=[],
        email="",
        givers=[giver(tribute)],
        written_on=clock.local_day(tribute.made_at, our_organisation().time_zone),
    )


def giver(tribute: Tribute) -> Giver:
    """The donor, as the family may know them."""
    return Giver(name_told(tribute) or NOT_NAMED, tribute.occasion, tribute.message)


def name_told(tribute: Tribute) -> str:
    """The donor's name for the family; empty where they are not to learn it, or nobody knows it."""
    if not tribute.donor_named:
        return ""
    given = tribute.gift.giver_name if tribute.gift else ""
    return tribute.donor_name or given or (tribute.donation.donor_name if tribute.donation else "")
