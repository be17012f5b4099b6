"""Reads about gifts that come again."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from ngoapp.accounts.queries import staff_names
from ngoapp.core import clock
from ngoapp.core.audit import AuditEntry
from ngoapp.core.db import session
from ngoapp.core.money import Money
from ngoapp.core.pages import Page, page_of
from ngoapp.donations.models import Donation, Gift, RecurringPlan
from ngoapp.donations.recurring.models import ACCEPTED, PastAmount, PlanInvoice
from ngoapp.organisation.queries import our_organisation
from ngoapp.people.models import Person
from ngoapp.people.queries import name_has

PAGE = 50
RUNNING, TROUBLE, TO_MATCH, PAUSED, ENDED = "running", "trouble", "to-match", "paused", "ended"
KNOWN = ("ours", "matched")
WORDS = {
    "found": "Found at Stripe",
    "active": "Going well",
    "past_due": "Card failed",
    "payment_failed": "A payment failed; the donor is told",
    "quarantined": "A payment does not fit",
    "announced": "Announced to the donor",
    "ending": "Stops by itself",
    "ignored": "Set aside: no gift",
    "matched": "It is known who gives",
}
GOING_ON = ("active", "past_due", "paused", "ending")


@dataclass(frozen=True)
class Entry:
    """Something that was done about a plan, when and by whom."""

    at: datetime
    what: str
    who: str


def plans_page(*, show: str = RUNNING, text: str = "", number: int = 1) -> Page[RecurringPlan]:
    """Plans, the next charge first; those with `text` in a name or e-mail address where any is given."""
    chosen = _narrowed(select(RecurringPlan), show, text).options(
        joinedload(RecurringPlan.donor), joinedload(RecurringPlan.donation)
    )
    order = (RecurringPlan.next_on.is_(None), RecurringPlan.next_on, RecurringPlan.id.desc())
    return page_of(chosen.order_by(*order), number, size=PAGE)


def running_by_rhythm() -> Counter[str]:
    """How many plans go on, by rhythm."""
    counted = (
        select(RecurringPlan.every, func.count())
        .where(RecurringPlan.state.in_(GOING_ON), RecurringPlan.matching.in_(KNOWN))
        .group_by(RecurringPlan.every)
    )
    return Counter(dict(session.execute(counted).all()))


def gifts_of(plan: RecurringPlan) -> Sequence[Gift]:
    """Every gift that came under a plan, newest first; the one that began it among them."""
    theirs = Gift.plan_id == plan.id
    if plan.donation_id is not None:
        theirs = or_(theirs, Gift.donation_id == plan.donation_id)
    wanted = select(Gift).where(theirs).options(selectinload(Gift.movements))
    return session.scalars(wanted.order_by(Gift.gift_on.desc(), Gift.id.desc())).all()


def last_gift_before(plan: RecurringPlan, moment: datetime) -> Gift | None:
    """The latest gift under a plan that was charged by then."""
    day = clock.local_day(moment, our_organisation().time_zone)
    return next((gift for gift in gifts_of(plan) if gift.gift_on <= day), None)


def amounts_before(plan: RecurringPlan) -> set[Money]:
    """What a plan asked for before, and what came under it: an invoice made before its amount was changed may be paid,
    or told, after."""
    asked = select(PastAmount.amount_minor, PastAmount.amount_currency).where(PastAmount.plan_id == plan.id)
    came = select(PlanInvoice.amount_minor, PlanInvoice.amount_currency).where(
        PlanInvoice.plan_id == plan.id, PlanInvoice.gift_id.is_not(None)
    )
    return {Money(minor, currency) for minor, currency in session.execute(asked.union(came))}


def open_invoices(plan: RecurringPlan) -> Sequence[PlanInvoice]:
    """Invoices of a plan of which no gift came, oldest first; void ones aside, and those for nothing."""
    return session.scalars(
        select(PlanInvoice)
        .where(
            PlanInvoice.plan_id == plan.id,
            PlanInvoice.gift_id.is_(None),
            PlanInvoice.state != "void",
            PlanInvoice.amount_minor > 0,
        )
        .order_by(PlanInvoice.made_at, PlanInvoice.id)
    ).all()


def history_of(plan: RecurringPlan) -> Iterator[Entry]:
    """What was done about a plan, newest first."""
    about = (AuditEntry.subject_kind == RecurringPlan.__tablename__) & (AuditEntry.subject_id == plan.id)
    entries = session.scalars(select(AuditEntry).where(about).order_by(AuditEntry.seq.desc())).all()
    names = staff_names(entry.actor_id for entry in entries if entry.actor_kind == "staff" and entry.actor_id)
    for entry in entries:
        what = entry.action.removeprefix("plan.")
        said = WORDS.get(what, what.replace("_", " ").capitalize())
        yield Entry(entry.at, said, names.get(entry.actor_id or 0, entry.actor_kind))


def plan_behind(gift: Gift) -> RecurringPlan | None:
    """The plan that a gift began or renewed."""
    return gift.plan or (gift.donation.plan if gift.donation else None)


def invoice_of(gift_id: int) -> PlanInvoice | None:
    """Stripe's invoice of which a gift came."""
    return session.scalar(select(PlanInvoice).where(PlanInvoice.gift_id == gift_id))


def in_trouble() -> ColumnElement[bool]:
    """SQL for plans whose card has failed, or whose payment does not fit."""
    odd = select(PlanInvoice.id).where(
        PlanInvoice.plan_id == RecurringPlan.id, PlanInvoice.reason.not_in(("", ACCEPTED))
    )
    return (RecurringPlan.matching != "ignored") & ((RecurringPlan.state == "past_due") | odd.exists())


def to_match() -> ColumnElement[bool]:
    """SQL for plans made in Stripe's dashboard of which nobody has said whose they are."""
    return RecurringPlan.matching == "waiting"


def _narrowed(chosen: Select[tuple[RecurringPlan]], show: str, text: str) -> Select[tuple[RecurringPlan]]:
    if text.strip():
        chosen = chosen.outerjoin(Person, Person.id == RecurringPlan.donor_id)
        chosen = chosen.outerjoin(Donation, Donation.id == RecurringPlan.donation_id)
        return chosen.where(RecurringPlan.state != "starting", _named(text.strip()))
    if show == TROUBLE:
        return chosen.where(in_trouble())
    if show == TO_MATCH:
        return chosen.where(to_match())
    if show in {PAUSED, ENDED}:
        return chosen.where(RecurringPlan.state == show)
    return chosen.where(RecurringPlan.state.in_(GOING_ON), RecurringPlan.matching.in_(KNOWN))


def _named(text: str) -> ColumnElement[bool]:
    return or_(
        name_has(text),
        Donation.donor_name.icontains(text, autoescape=True),
        RecurringPlan.customer_name.icontains(text, autoescape=True),
        RecurringPlan.customer_email.icontains(text, autoescape=True),
    )
