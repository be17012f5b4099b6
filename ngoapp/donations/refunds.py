"""Money that goes back, and what Stripe keeps: movements beside a gift, each once."""

from collections.abc import Iterable

from ngoapp.adapters.stripe_facts import Fee, Refund
from ngoapp.core import audit, clock
from ngoapp.core.money import Money
from ngoapp.core.outbox import enqueue
from ngoapp.donations.gifts import add_movement
from ngoapp.donations.models import Gift
from ngoapp.donations.queries import net
from ngoapp.organisation.queries import our_organisation


def record_fee(gift: Gift, fee: Fee | None) -> None:
    """Note what Stripe keeps of a payment; a repeat does nothing."""
    if fee and ("fee", fee.id) not in _known(gift):
        day = clock.local_day(fee.taken_at, our_organisation().time_zone)
        add_movement(gift, kind="fee", source=fee.id, amount=_negative(fee.amount), moved_on=day)


def record_refunds(gift: Gift, refunds: Iterable[Refund]) -> None:
    """Note every refund of the gift, and every one that did not arrive; a repeat does nothing.

    A gift that is wholly given back loses its receipt; one that comes back gets another."""
    before = net(gift)
    for refund in refunds:
        _record_refund(gift, refund)
    after = net(gift)
    if after.minor <= 0 < before.minor:
        _enqueue(gift, "receipts.void")
    elif before.minor <= 0 < after.minor and not gift.identity_unknown:
        _enqueue(gift, "receipts.issue")


def _record_refund(gift: Gift, refund: Refund) -> None:
    known = _known(gift)
    if ("refund", refund.id) not in known:
        if not refund.gone_back:
            return
        day = clock.local_day(refund.made_at, our_organisation().time_zone)
        add_movement(gift, kind="refund", source=refund.id, amount=_negative(refund.amount), moved_on=day)
        audit.record("gift.refunded", gift, minor=refund.amount.minor)
    elif not refund.gone_back and ("refund_failed", refund.id) not in known:
        today = clock.today(our_organisation().time_zone)
        add_movement(gift, kind="refund_failed", source=refund.id, amount=refund.amount, moved_on=today)
        audit.record("gift.refund_failed", gift, minor=refund.amount.minor)


def _enqueue(gift: Gift, job: str) -> None:
    # Each time the balance crosses nought is one occasion: the number of movements tells them apart.
    enqueue(job, dedupe_key=f"{job}:{gift.id}:after-{len(_known(gift))}", gift_id=gift.id)


def _known(gift: Gift) -> set[tuple[str, str]]:
    return {(movement.kind, movement.source) for movement in gift.movements}


def _negative(amount: Money) -> Money:
    return Money(-amount.minor, amount.currency)
