"""Reads about the second of two donors."""

from collections.abc import Collection, Sequence

from sqlalchemy import or_, select

from ngoapp.core.db import session
from ngoapp.donations.models import Donation, Gift, RecurringPlan
from ngoapp.donations.together.models import STRANGER, SecondDonor


def second_of(gift: Gift) -> SecondDonor | None:
    """Who gave this gift together with its donor."""
    return seconds_of([gift]).get(gift.id)


def seconds_of(gifts: Sequence[Gift]) -> dict[int, SecondDonor]:
    """The second donors of gifts, by gift; those who had parted ways before the day of the gift are left out."""
    began = {gift.id: _beginning(gift) for gift in gifts}
    on_gifts = SecondDonor.gift_id.in_(began)
    on_donations = SecondDonor.donation_id.in_({origin for origin in began.values() if origin})
    rows = session.scalars(select(SecondDonor).where(on_gifts | on_donations)).all()
    of_gifts = {second.gift_id: second for second in rows if second.gift_id}
    of_donations = {second.donation_id: second for second in rows if second.donation_id}
    named = {gift.id: of_gifts.get(gift.id) or of_donations.get(began[gift.id] or 0) for gift in gifts}
    return {
        gift.id: second
        for gift in gifts
        if (second := named[gift.id]) and (second.parted_on is None or gift.gift_on <= second.parted_on)
    }


def gifts_with(second: SecondDonor) -> Sequence[Gift]:
    """Every gift that these two gave together, oldest first."""
    theirs = Gift.id == (second.gift_id or 0)
    if second.donation_id:
        plans = select(RecurringPlan.id).where(RecurringPlan.donation_id == second.donation_id)
        theirs = or_(theirs, Gift.donation_id == second.donation_id, Gift.plan_id.in_(plans))
    gifts = session.scalars(select(Gift).where(theirs).order_by(Gift.id))
    return [gift for gift in gifts if second.parted_on is None or gift.gift_on <= second.parted_on]


def gifts_shared_with(person_ids: Collection[int]) -> Sequence[Gift]:
    """Gifts that others gave together with these people, newest first; only what staff have released.

    An address that the first donor typed may be a stranger's: `person` is known once its owner has answered."""
    theirs = SecondDonor.person_id.in_(person_ids)
    rows = session.scalars(select(SecondDonor).where(theirs, SecondDonor.consent != STRANGER))
    gifts = {gift.id: gift for second in rows for gift in gifts_with(second)}
    shared = (gift for gift in gifts.values() if gift.released_at and gift.donor_id not in person_ids)
    return sorted(shared, key=lambda gift: (gift.gift_on, gift.id), reverse=True)


def second_on(donation: Donation) -> SecondDonor | None:
    """Who is named as the second donor on a donation."""
    return session.scalar(select(SecondDonor).where(SecondDonor.donation_id == donation.id))


def second_on_pledge(pledge_id: int) -> SecondDonor | None:
    """Who is named as the second donor on a promised check."""
    return session.scalar(select(SecondDonor).where(SecondDonor.mailed_pledge_id == pledge_id))


def _beginning(gift: Gift) -> int | None:
    """The donation that a gift or its plan began with."""
    return gift.plan.donation_id if gift.plan else gift.donation_id
