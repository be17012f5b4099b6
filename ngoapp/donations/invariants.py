"""What must be true of donations and gifts at any time; `ngoapp check` asks."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import func, select

from ngoapp.core import clock
from ngoapp.core.db import session
from ngoapp.core.outbox import OutboxRow
from ngoapp.donations.advised import invariants as advised_invariants
from ngoapp.donations.campaigns import invariants as campaign_invariants
from ngoapp.donations.mailed import invariants as mailed_invariants
from ngoapp.donations.matching import invariants as matching_invariants
from ngoapp.donations.models import Donation, Gift, Movement, WebhookEvent
from ngoapp.donations.payouts import invariants as payout_invariants
from ngoapp.donations.queries import net_minor
from ngoapp.donations.recurring import invariants as recurring_invariants
from ngoapp.donations.tributes import invariants as tribute_invariants

LONGEST_IN_THE_INBOX = timedelta(hours=1)


def broken() -> Iterator[str]:
    """A sentence for each fact that does not hold."""
    yield from _donations_and_gifts()
    yield from _payments()
    yield from _doubled_movements()
    yield from _forgotten_events()
    yield from mailed_invariants.broken()
    yield from matching_invariants.broken()
    yield from advised_invariants.broken()
    yield from campaign_invariants.broken()
    yield from payout_invariants.broken()
    yield from recurring_invariants.broken()
    yield from tribute_invariants.broken()


def _donations_and_gifts() -> Iterator[str]:
    """Every paid donation has its gift, and every gift of a donation has it paid."""
    paid_for_nothing = (
        select(Donation.id)
        .where(Donation.state == "paid", ~select(Gift.id).where(Gift.donation_id == Donation.id).exists())
        .order_by(Donation.id)
    )
    for donation_id in session.scalars(paid_for_nothing):
        yield f"donations: donation {donation_id} is paid and has no gift"
    unpaid = select(Gift.id).join(Gift.donation).where(Donation.state != "paid").order_by(Gift.id)
    for gift_id in session.scalars(unpaid):
        yield f"donations: gift {gift_id} comes of a donation that is not paid"


def _payments() -> Iterator[str]:
    """What was paid is what the gift says, and no more goes back than came."""
    paid = (
        select(func.coalesce(func.sum(Movement.amount_minor), 0))
        .where(
            Movement.gift_id == Gift.id,
            Movement.kind == "payment",
            Movement.amount_currency == Gift.amount_currency,
        )
        .scalar_subquery()
    )
    for gift_id in session.scalars(select(Gift.id).where(paid != Gift.amount_minor).order_by(Gift.id)):
        yield f"donations: the payments of gift {gift_id} are not its amount"
    for gift_id in session.scalars(select(Gift.id).where(net_minor() < 0).order_by(Gift.id)):
        yield f"donations: more of gift {gift_id} went back than came"


def _doubled_movements() -> Iterator[str]:
    doubled = (
        select(Movement.kind, Movement.source)
        .group_by(Movement.kind, Movement.source)
        .having(func.count() > 1)
        .order_by(Movement.source)
    )
    for kind, source in session.execute(doubled):
        yield f"donations: the {kind} {source} is recorded more than once"


def _forgotten_events() -> Iterator[str]:
    """An event that came more than an hour ago is dealt with, or its job is on its way."""
    waiting = session.scalars(
        select(OutboxRow.refs).where(
            OutboxRow.name.in_(("donations.process_event", "donations.process_payout_event")),
            OutboxRow.state == "waiting",
        )
    )
    on_their_way = {refs["event_id"] for refs in waiting}
    old = clock.now() - LONGEST_IN_THE_INBOX
    new = select(WebhookEvent.id).where(WebhookEvent.state == "new", WebhookEvent.received_at < old)
    for event_id in session.scalars(new.order_by(WebhookEvent.id)):
        if event_id not in on_their_way:
            yield f"donations: event {event_id} lies in the inbox and nobody is at work on it"
