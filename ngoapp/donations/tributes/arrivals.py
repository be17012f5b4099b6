"""What becomes of a tribute when its gift is in hand: an honoree, and somebody to tell."""

from sqlalchemy import ColumnElement, select

from ngoapp.core import audit, clock
from ngoapp.core.db import locked, one_at_a_time, save, session
from ngoapp.core.errors import Refused
from ngoapp.donations.models import Gift
from ngoapp.donations.together.models import DECLINED, STRANGER, SecondDonor
from ngoapp.donations.together.queries import gifts_with, second_of
from ngoapp.donations.tributes.models import NOBODY, Honouree, Tribute, TributeRecipient
from ngoapp.donations.tributes.names import name_key
from ngoapp.donations.tributes.wishes import TributeWish, keep_wish_of_gift
from ngoapp.people.joint_names import joint_name


class HonorsAlready(Refused):
    """A gift is for one honoree."""

    def __init__(self) -> None:
        super().__init__("This gift is in somebody’s honor or memory already. Correct it on their page.")


def arrive(gift: Gift) -> None:
    """Give the tribute of a released gift its honoree and its recipient; a repeat does nothing.

    Only where name, kind and the family member's e-mail or postal address are those of a tribute before it, it is
    taken for the same honoree. There are two Ann Millers: anything less is for staff to decide."""
    tribute = session.scalar(select(Tribute).where(belongs_to(gift)))
    if tribute is None or tribute.honouree_id is not None:
        return
    tribute.gift_id = gift.id
    second = second_of(gift)
    if second and not _keeps_out(second):
        tribute.donor_name = joint_name(gift.donor_name, second.name)
    key = name_key(tribute.honouree_name)
    one_at_a_time(f"honouree {key}")
    known = _told_before(tribute, key)
    if known:
        tribute.honouree, tribute.recipient = known.honouree, known
    else:
        tribute.honouree = new_honouree(tribute)
        tribute.recipient = new_recipient(tribute, tribute.honouree)
    session.flush()
    audit.record("tribute.arrived", tribute, honouree=tribute.honouree.id, gift=gift.id)


def honor_afterwards(gift_id: int, wish: TributeWish) -> Tribute:
    """Staff learn later whom a gift that is recorded honors; its receipt stays as it is. A repeat does nothing.

    Raises HonorsAlready."""
    gift = locked(Gift, gift_id)
    known = session.scalar(select(Tribute).where(belongs_to(gift)))
    if known is None:
        keep_wish_of_gift(wish, gift=gift, pledge_id=None)
        if gift.released_at:
            arrive(gift)
        known = session.scalars(select(Tribute).where(Tribute.gift_id == gift.id)).one()
        audit.record("tribute.added", known, gift=gift.id)
    elif TributeWish.of(known) != wish:
        raise HonorsAlready
    return known


def name_again(second: SecondDonor) -> None:
    """The second donor has answered: letters that are still to leave name them, or do not. Staff's words stay."""
    for gift in gifts_with(second):
        tribute = session.scalar(select(Tribute).where(Tribute.gift_id == gift.id).with_for_update())
        both = joint_name(gift.donor_name, second.name)
        if tribute and tribute.donor_name in {"", both}:
            tribute.donor_name = "" if _keeps_out(second) else both
    session.flush()


def new_honouree(tribute: Tribute) -> Honouree:
    """An honoree under the name that the donor wrote."""
    name = tribute.honouree_name
    return save(Honouree(kind=tribute.kind, name=name, name_key=name_key(name), made_at=clock.now()))


def new_recipient(tribute: Tribute, honouree: Honouree) -> TributeRecipient | None:
    """The family member whom the donor named; none where nobody is to be told."""
    if tribute.tell == NOBODY:
        return None
    return save(
        TributeRecipient(
            honouree=honouree,
            name=tribute.recipient_name,
            channel=tribute.tell,
            email=tribute.recipient_email,
            address=tribute.recipient_address,
            made_at=clock.now(),
        )
    )


def same_recipient(one: TributeRecipient, *, email: str, name: str, address: str) -> bool:
    """Whether letters to both would reach the same hands."""
    if one.email and email:
        return one.email.casefold() == email.casefold()
    return bool(one.address and address) and _place(one.name, one.address) == _place(name, address)


def belongs_to(gift: Gift) -> ColumnElement[bool]:
    """SQL for the tribute of a gift; a renewal has that of the donation which began it."""
    theirs = Tribute.gift_id == gift.id
    begun_by = gift.plan.donation_id if gift.plan else gift.donation_id
    return theirs | (Tribute.donation_id == begun_by) if begun_by else theirs


def _keeps_out(second: SecondDonor) -> bool:
    return second.consent in {DECLINED, STRANGER}


def _place(name: str, address: str) -> str:
    return name_key(f"{name} {address}")


def _told_before(tribute: Tribute, key: str) -> TributeRecipient | None:
    if tribute.tell == NOBODY:
        return None
    likely = (
        select(TributeRecipient)
        .join(TributeRecipient.honouree)
        .where(Honouree.name_key == key, Honouree.kind == tribute.kind, Honouree.merged_into_id.is_(None))
        .order_by(TributeRecipient.id)
    )
    where = {
        "email": tribute.recipient_email,
        "name": tribute.recipient_name,
        "address": tribute.recipient_address,
    }
    return next((known for known in session.scalars(likely) if same_recipient(known, **where)), None)
