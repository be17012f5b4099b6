"""Reads about donations and gifts."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, ScalarSelect, func, select
from sqlalchemy.orm import InstrumentedAttribute

from ngoapp.core.db import session
from ngoapp.core.money import Money
from ngoapp.donations.attempts.models import FormPause
from ngoapp.donations.mailed.models import MailedPledge
from ngoapp.donations.mailed.queries import reminder_due
from ngoapp.donations.models import Donation, Fund, Gift, Movement, RecurringPlan, WebhookEvent
from ngoapp.donations.payouts.models import Payout
from ngoapp.donations.payouts.queries import that_differ
from ngoapp.donations.recurring.queries import in_trouble, to_match
from ngoapp.donations.returns.models import TO_ANSWER, Dispute, DonorNote, RefundRequest
from ngoapp.people import bounced


def open_funds() -> Sequence[Fund]:
    """Funds that can be given to, in the order staff chose; the first is the default."""
    return session.scalars(
        select(Fund).where(Fund.closed_at.is_(None)).order_by(Fund.position, Fund.id)
    ).all()


def all_funds() -> Sequence[Fund]:
    """Every fund, the open ones first."""
    return session.scalars(select(Fund).order_by(Fund.closed_at.is_not(None), Fund.position, Fund.id)).all()


def net_minor() -> ScalarSelect[int]:
    """SQL for what is left of a gift, in minor units: its payment less refunds and disputes; fees aside."""
    return (
        select(func.coalesce(func.sum(Movement.amount_minor), 0))
        .where(Movement.gift_id == Gift.id, Movement.kind != "fee")
        .correlate(Gift)
        .scalar_subquery()
    )


def net(gift: Gift) -> Money:
    """What is left of the gift after refunds and disputes; fees aside."""
    minor = session.scalar(
        select(func.coalesce(func.sum(Movement.amount_minor), 0)).where(
            Movement.gift_id == gift.id, Movement.kind != "fee"
        )
    )
    return Money(int(minor or 0), gift.amount.currency)


def quarantined_events() -> Sequence[WebhookEvent]:
    """Events that fit no donation of ours, oldest first."""
    return session.scalars(
        select(WebhookEvent)
        .where(WebhookEvent.state == "quarantined", WebhookEvent.donation_id.is_(None))
        .order_by(WebhookEvent.id)
    ).all()


def quarantined_donations() -> Sequence[Donation]:
    """Donations whose payment is not what was asked for, oldest first."""
    return session.scalars(select(Donation).where(Donation.reason != "").order_by(Donation.id)).all()


def waiting() -> dict[str, int]:
    """What waits for staff: gifts whose receipt is to be released, payments that do not fit, late checks, donors
    whose e-mail came back."""
    events = _count(WebhookEvent.id, WebhookEvent.state == "quarantined", WebhookEvent.donation_id.is_(None))
    wanted = {
        "gifts_to_release": _count(Gift.id, Gift.released_at.is_(None)),
        "payments_to_look_at": events + _count(Donation.id, Donation.reason != ""),
        "refunds_to_release": _count(RefundRequest.id, RefundRequest.state == "waiting"),
        "notes_to_release": _count(DonorNote.id, DonorNote.state == "held"),
        "notes_to_print": _count(DonorNote.id, DonorNote.state == "released", DonorNote.delivery == "post"),
        "payouts_that_differ": _count(Payout.id, *that_differ()),
        "disputes_to_answer": _count(Dispute.id, Dispute.status.in_(TO_ANSWER)),
        "reminders_to_release": _count(MailedPledge.id, reminder_due()),
        "plans_in_trouble": _count(RecurringPlan.id, in_trouble()),
        "plans_to_match": _count(RecurringPlan.id, to_match()),
        "form_paused": _count(FormPause.id, FormPause.is_open.is_(True)),
        **bounced.piles(),
    }
    found = session.execute(select(*wanted.values())).one()
    return dict(zip(wanted, found, strict=True))


def _count(column: InstrumentedAttribute[int], *conditions: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count(column)).where(*conditions).scalar_subquery()
