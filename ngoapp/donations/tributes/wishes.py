"""A tribute as it is filled in on a form, and kept beside what it belongs to."""

from dataclasses import asdict, dataclass

from sqlalchemy import select

from ngoapp.core import clock
from ngoapp.core.db import save, session
from ngoapp.donations.models import Gift
from ngoapp.donations.tributes.models import NOBODY, Tribute


@dataclass(frozen=True, kw_only=True)
class TributeWish:
    """In whose honor or memory somebody gives, and whom we tell of it."""

    kind: str
    honouree_name: str
    occasion: str = ""
    message: str = ""
    tell: str = NOBODY
    recipient_name: str = ""
    recipient_email: str = ""
    recipient_address: str = ""
    donor_named: bool = True

    @classmethod
    def of(cls, tribute: Tribute) -> "TributeWish":
        """What was wished."""
        return cls(**{name: getattr(tribute, name) for name in cls.__dataclass_fields__})


def keep_wish(
    wish: TributeWish | None, *, donation_id: int | None = None, pledge_id: int | None = None
) -> None:
    """Keep what a new donation or promised check is given for; nothing where it is for nobody."""
    if wish:
        save(
            Tribute(donation_id=donation_id, mailed_pledge_id=pledge_id, made_at=clock.now(), **asdict(wish))
        )


def keep_wish_of_gift(wish: TributeWish | None, *, gift: Gift, pledge_id: int | None) -> None:
    """Keep what a gift that staff entered is given for; it stands above what was promised with its check."""
    known = tribute_promised(pledge_id) if pledge_id else None
    if wish is None:
        return  # what was promised stays with the promise
    tribute = known or Tribute(made_at=clock.now())
    for name, value in asdict(wish).items():
        setattr(tribute, name, value)
    tribute.gift_id = gift.id
    save(tribute)


def wish_given(donation_id: int) -> TributeWish | None:
    """What the donor of a donation wished."""
    tribute = tribute_given(donation_id)
    return TributeWish.of(tribute) if tribute else None


def wish_promised(pledge_id: int) -> TributeWish | None:
    """What came with a promised check."""
    tribute = tribute_promised(pledge_id)
    return TributeWish.of(tribute) if tribute else None


def tribute_given(donation_id: int) -> Tribute | None:
    """The tribute of a donation."""
    return session.scalar(select(Tribute).where(Tribute.donation_id == donation_id))


def tribute_promised(pledge_id: int) -> Tribute | None:
    """The tribute of a promised check."""
    return session.scalar(select(Tribute).where(Tribute.mailed_pledge_id == pledge_id))
