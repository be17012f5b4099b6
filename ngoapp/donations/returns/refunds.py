"""Money that goes back, and what Stripe keeps: movements beside a gift, each once."""

from collections.abc import Iterable

from ngoapp.adapters.stripe_facts import Fee, Refund
from ngoapp.core import audit, clock
from ngoapp.core.money import Money
from ngoapp.core.outbox import enqueue
from ngoapp.donations.gifts import add_movement
from ngoapp.donations.models import Gift
from ngoapp.donations.returns.notes import hold_note
from ngoapp.organisation.queries import our_organisation


def record_fee(gift: Gift, fee: Fee | None) -> None:
    """Note what Stripe keeps of a payment; a repeat does nothing."""
    if fee and ("fee", fee.id) not in known_movements(gift):
        day = clock.local_day(fee.taken_at, our_organisation().time_zone)
        add_movement(gift, kind="fee", source=fee.id, amount=negative(fee.amount), moved_on=day)


def record_refunds(gift: Gift, refunds: Iterable[Refund]) -> None:
    """Note every refund of the gift, and every one that did not arrive; a repeat does nothing."""
    for refund in refunds:
        _record_refund(gift, refund)


def follow_balance(gift: Gift, *, before: Money, now: Money) -> None:
    """Have the receipt follow what is left of a gift: void at nought, issued anew, or replaced by one that is true."""
    if now.minor <= 0 < before.minor:
        _enqueue(gift, "receipts.void")
    elif not (gift.identity_unknown or gift.released_at is None or now.minor <= 0 or now == before):
        _enqueue(gift, "receipts.amend")


def known_movements(gift: Gift) -> set[tuple[str, str]]:
    """Kind and source of everything that moved."""
    return {(movement.kind, movement.source) for movement in gift.movements}


def negative(amount: Money) -> Money:
    """As much, the other way."""
    return Money(-amount.minor, amount.currency)


def _record_refund(gift: Gift, refund: Refund) -> None:
    """Both ways are recorded, also of one that had failed before we heard of it: both are on Stripe's balance."""
    known, failed = known_movements(gift), not refund.gone_back
    recorded = ("refund", refund.id) in known
    if not recorded and (refund.booked or not failed):
        recorded = True
        day = clock.local_day(refund.made_at, our_organisation().time_zone)
        add_movement(gift, kind="refund", source=refund.id, amount=negative(refund.amount), moved_on=day)
        audit.record("gift.refunded", gift, minor=refund.amount.minor)
        if not failed:
            hold_note(gift, kind="refund", source=refund.id, amount=refund.amount)
    if failed and recorded and ("refund_failed", refund.id) not in known:
        today = clock.today(our_organisation().time_zone)
        add_movement(gift, kind="refund_failed", source=refund.id, amount=refund.amount, moved_on=today)
        audit.record("gift.refund_failed", gift, minor=refund.amount.minor)
        hold_note(gift, kind="refund_failed", source=refund.id, amount=refund.amount)


def _enqueue(gift: Gift, job: str) -> None:
    # Each time the balance moves is one occasion: the number of movements tells them apart.
    enqueue(job, dedupe_key=f"{job}:{gift.id}:after-{len(known_movements(gift))}", gift_id=gift.id)
