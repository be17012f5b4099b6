"""Gifts in honor or in memory for tests."""

from itertools import count
from typing import Any

from ngoapp.core import clock
from ngoapp.donations.gifts import record_card_gift, release_gift
from ngoapp.donations.models import Donation, Gift
from ngoapp.donations.together.operations import keep_second
from ngoapp.donations.together.parts import Together
from ngoapp.donations.tributes.models import EMAIL, MEMORY, Honouree, Tribute, TributeNotice
from ngoapp.donations.tributes.notices import mark_printed, note_sent, release_letter, write_down
from ngoapp.donations.tributes.queries import due_to, tribute_of
from ngoapp.donations.tributes.wishes import TributeWish, keep_wish, keep_wish_of_gift
from ngoapp.people.joint_names import joint_name
from tests.donations.factories import make_cheque, make_donation
from tests.people.factories import make_person

numbers = count(1)
TOM = {"tell": EMAIL, "recipient_name": "Tom Miller", "recipient_email": "tom@example.org"}
BY_POST = {"tell": "post", "recipient_name": "Tom Miller", "recipient_address": "9 Elm St\nFargo ND 58102"}


def make_wish(**values: Any) -> TributeWish:
    """In memory of Ann Miller, and nobody to tell unless said otherwise."""
    return TributeWish(**{"kind": MEMORY, "honouree_name": "Ann Miller", **values})


def make_tribute(wish: TributeWish | None = None, **donation: Any) -> Tribute:
    """A tribute whose gift has come by card."""
    named = donation.setdefault("donor_name", f"Giver {next(numbers)}")
    made = make_donation(**{"state": "paid", **donation})
    keep_wish(wish or make_wish(**TOM), donation_id=made.id)
    return the_tribute(_paid(made, named))


def make_joint_tribute(first: str, second: str) -> tuple[Gift, Tribute]:
    """A gift of two in somebody's memory; the first would like both to be named."""
    made = make_donation(state="paid", donor_name=first, recognition_name=first, anonymous=False)
    keep_wish(make_wish(**TOM), donation_id=made.id)
    keep_second(Together(name=second, public_name=joint_name(first, second)), donation_id=made.id)
    gift = _paid(made, first)
    return gift, the_tribute(gift)


def make_tribute_by_check(wish: TributeWish, *, released: bool = True) -> Tribute:
    """A tribute in a letter that came with a check."""
    gift = make_cheque(donor=make_person("Ruth Berg", "ruth@example.org"))
    keep_wish_of_gift(wish, gift=gift, pledge_id=None)
    if released:
        release_gift(gift.id)
    return the_tribute(gift)


def the_tribute(gift: Gift) -> Tribute:
    """The tribute of a gift that has one."""
    tribute = tribute_of(gift)
    assert tribute
    return tribute


def release(tribute: Tribute) -> TributeNotice:
    """Release everything that waits for the tribute's recipient."""
    assert tribute.recipient_id
    return release_letter(tribute.recipient_id, read=[one.id for one in due_to(tribute.recipient_id)])


def send_out(notice: TributeNotice) -> TributeNotice:
    """The letter is with the family."""
    write_down(notice.id)
    if notice.channel == EMAIL:
        note_sent(notice.id)
    else:
        mark_printed([notice.id])
    return notice


def _paid(donation: Donation, named: str) -> Gift:
    return record_card_gift(
        donation,
        donor=make_person(named, f"giver-{donation.id}@example.org"),
        payment=f"pi_{donation.id}",
        method="card",
        charged_at=clock.now(),
    )


def honouree_of(tribute: Tribute) -> Honouree:
    """The honoree of a tribute that has come."""
    assert tribute.honouree
    return tribute.honouree
