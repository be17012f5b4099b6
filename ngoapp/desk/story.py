"""A gift's whole story: what every room knows of it, in the order in which it happened."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select

from ngoapp.accounts.queries import staff_names
from ngoapp.acknowledgments.models import Acknowledgment
from ngoapp.core.audit import AuditEntry
from ngoapp.core.db import found, session
from ngoapp.core.outbox import OutboxRow
from ngoapp.desk.story_words import ACTORS, action_in_words, event_in_words, state_in_words, work_in_words
from ngoapp.donations.matching.models import MatchingGift, SoftCredit
from ngoapp.donations.matching.queries import credits_on, match_of
from ngoapp.donations.models import Donation, Gift, RecurringPlan, WebhookEvent
from ngoapp.donations.recurring.models import PlanInvoice
from ngoapp.donations.recurring.queries import invoice_of, plan_behind
from ngoapp.donations.recurring.rhythms import EVERY
from ngoapp.donations.returns.disputes import disputes_of
from ngoapp.donations.returns.models import DonorNote, RefundRequest
from ngoapp.donations.returns.notes import notes_of
from ngoapp.donations.returns.operations import requests_of
from ngoapp.donations.tributes.models import Tribute, TributeNotice
from ngoapp.donations.tributes.queries import notices_of, tribute_of
from ngoapp.receipts.models import Receipt

MOVED = {
    "payment": "Money came",
    "refund": "Money went back",
    "refund_failed": "A refund came back to us",
    "fee": "Stripe kept its fee",
    "dispute": "A bank took the money back",
    "dispute_reversal": "A dispute was won",
}


NOTES = {
    "refund": "money is on its way back",
    "refund_failed": "a refund did not arrive",
    "dispute": "their bank took the money back",
    "dispute_reversal": "their bank returned the money",
    "bounced": "the check bounced",
}


@dataclass(frozen=True)
class Moment:
    """One thing that happened: where it belongs, what it was, and where to look at it."""

    at: datetime
    room: str
    what: str
    detail: str = ""
    path: str = ""
    permission: str = "donations:read"


@dataclass(frozen=True)
class Story:
    """The gift and every moment of it, the first one first."""

    gift: Gift
    moments: Sequence[Moment]


def story_of(gift_id: int) -> Story:
    """All that happened around one gift. Raises NotThere."""
    gift = found(Gift, gift_id)
    receipts = session.scalars(select(Receipt).where(Receipt.gift_id == gift_id).order_by(Receipt.id)).all()
    match = match_of(gift_id)
    asked, notes = requests_of(gift_id), notes_of(gift_id)
    tribute = tribute_of(gift)
    letters = notices_of(tribute.id) if tribute else []
    plan, invoice = plan_behind(gift), invoice_of(gift_id)
    refs = {
        "gift_id": [gift_id],
        "invoice_id": [invoice.id] if invoice else [],
        "donation_id": [gift.donation_id] if gift.donation_id else [],
        "receipt_id": [receipt.id for receipt in receipts],
        "note_id": [note.id for note in notes],
        "request_id": [request.id for request in asked],
        "tribute_id": [tribute.id] if tribute else [],
        "notice_id": [notice.id for notice in letters],
        "match_id": [match.id] if match else [],
    }
    moments = [
        *_form(gift.donation),
        *_plan(plan, invoice, gift),
        *_money(gift),
        *_back(gift, asked, notes),
        *_match(match, credits_on(gift_id)),
        *_paper(receipts),
        *_thanks(gift_id),
        *_tribute(tribute, letters),
        *_jobs(refs),
        *_audit(refs),
    ]
    return Story(gift, sorted(moments, key=lambda moment: moment.at))


def _told(event: WebhookEvent) -> Moment:
    detail = f"{event.object_id}: {state_in_words(event.state)}"
    return Moment(event.received_at, "Stripe", event_in_words(event.type), detail)


def _form(donation: Donation | None) -> Iterator[Moment]:
    if donation is None:
        return
    name = donation.session_id or ""
    yield Moment(donation.created_at, "Form", f"{donation.donor_name} set out to give", name)
    events = select(WebhookEvent).where(WebhookEvent.donation_id == donation.id).order_by(WebhookEvent.id)
    for event in session.scalars(events):
        yield _told(event)


def _plan(plan: RecurringPlan | None, invoice: PlanInvoice | None, gift: Gift) -> Iterator[Moment]:
    """What comes again, and for this time, what Stripe asked for and told."""
    if plan is None or invoice is None:
        return
    what = f"{plan.amount.format()} {EVERY[plan.every]}"
    yield Moment(
        plan.created_at, "Plan", what, state_in_words(plan.state), f"/staff/gifts/recurring/{plan.id}"
    )
    yield Moment(invoice.made_at, "Plan", f"Stripe asked for {invoice.amount.format()}", invoice.invoice_id)
    names = [invoice.invoice_id, *(movement.source for movement in gift.movements)]
    told = select(WebhookEvent).where(
        WebhookEvent.object_id.in_(names), WebhookEvent.donation_id.is_distinct_from(gift.donation_id or 0)
    )
    for event in session.scalars(told.order_by(WebhookEvent.id)):
        yield _told(event)


def _money(gift: Gift) -> Iterator[Moment]:
    for movement in gift.movements:
        what = f"{MOVED[movement.kind]}: {movement.amount.format()}"
        yield Moment(movement.recorded_at, "Money", what, movement.source.partition(":")[0])


def _back(gift: Gift, requests: Sequence[RefundRequest], notes: Sequence[DonorNote]) -> Iterator[Moment]:
    for dispute in disputes_of(gift.id):
        what = f"A bank disputes {dispute.amount.format()}"
        yield Moment(
            dispute.opened_at, "Money", what, dispute.status.replace("_", " "), "/staff/gifts/returns"
        )
    for asked in requests:
        what = f"{asked.asked_by.name} asked for {asked.amount.format()} to go back"
        yield Moment(asked.asked_at, "Money", what, state_in_words(asked.state), "/staff/gifts/returns")
    for note in notes:
        what, state = f"Note to the donor: {NOTES[note.kind]}", state_in_words(note.state)
        yield Moment(note.created_at, "Mail", what, state, "/staff/gifts/returns")


def _match(match: MatchingGift | None, credits: Sequence[SoftCredit]) -> Iterator[Moment]:
    """The employer's gift that this one brought; who has a credit for it: donors whom it matches, or an adviser."""
    if match:
        path = f"/staff/gifts/matching/{match.id}"
        what = f"{match.employer_name} may match this gift"
        yield Moment(match.created_at, "Match", what, state_in_words(match.state), path, "gifts:write")
        if match.matched_gift:
            came = f"{match.employer_name} gave {match.matched_gift.amount.format()}"
            yield Moment(match.updated_at, "Match", came, "", f"/staff/gifts/{match.matched_gift_id}")
    for credit in credits:
        what = f"Soft credit of {credit.amount.format()} to {credit.person.name}"
        path = f"/staff/gifts/{credit.match.gift_id}" if credit.match else ""
        why = "in no sum" if credit.match else "advised the fund; in no sum"
        yield Moment(credit.created_at, "Credit", what, why, path)


def _paper(receipts: Sequence[Receipt]) -> Iterator[Moment]:
    for receipt in receipts:
        path = f"/staff/receipts/{receipt.id}"
        yield Moment(
            receipt.issued_at, "Receipt", f"{receipt.number} was issued", receipt.amount.format(), path
        )
        if receipt.ended_at:
            what = f"{receipt.number} became {receipt.state}"
            yield Moment(receipt.ended_at, "Receipt", what, receipt.ended_reason, path)


def _thanks(gift_id: int) -> Iterator[Moment]:
    thanks = session.scalar(select(Acknowledgment).where(Acknowledgment.gift_id == gift_id))
    if thanks is None:
        return
    words = (
        (thanks.drafted_at, "drafted"),
        (thanks.published_at, "published"),
        (thanks.withdrawn_at, "withdrawn"),
    )
    for at, word in words:
        if at:
            yield Moment(
                at,
                "Thanks",
                f"“{thanks.recognition_name}” was {word}",
                "",
                "/staff/thanks/",
                "acknowledgments:review",
            )


def _tribute(tribute: Tribute | None, letters: Sequence[TributeNotice]) -> Iterator[Moment]:
    if tribute is None:
        return
    path = f"/staff/tributes/{tribute.honouree_id}" if tribute.honouree_id else ""
    yield Moment(tribute.made_at, "Tribute", tribute.called, "", path, "tributes:work")
    for letter in letters:
        what, state = f"Letter to {letter.recipient.name}", state_in_words(letter.state)
        yield Moment(letter.released_at, "Tribute", f"{what} was released", state, path, "tributes:work")
        if letter.out_at:
            yield Moment(
                letter.out_at,
                "Tribute",
                f"{what} is out",
                state_in_words(letter.channel),
                path,
                "tributes:work",
            )


def _jobs(refs: dict[str, list[int]]) -> Iterator[Moment]:
    """Mail and other work that the outbox had or has to do for it."""
    rooms = ("donations.%", "receipts.%", "acknowledgments.%")
    rows = select(OutboxRow).where(or_(*(OutboxRow.name.like(room) for room in rooms))).order_by(OutboxRow.id)
    matches = or_(*(OutboxRow.refs[name].as_integer().in_(ids) for name, ids in refs.items() if ids))
    for row in session.scalars(rows.where(matches)):
        state = state_in_words(row.state)
        detail = f"{state}: {row.last_error}" if row.last_error and row.state != "done" else state
        yield Moment(row.ended_at or row.created_at, "Work", work_in_words(row.name), detail)


def _audit(refs: dict[str, list[int]]) -> Iterator[Moment]:
    kinds = {
        "gifts": "gift_id",
        "donations": "donation_id",
        "receipts": "receipt_id",
        "donor_notes": "note_id",
        "refund_requests": "request_id",
        "tributes": "tribute_id",
        "tribute_notices": "notice_id",
        "matching_gifts": "match_id",
    }
    about = [(kind, refs[name]) for kind, name in kinds.items()]
    subjects = or_(
        *(and_(AuditEntry.subject_kind == kind, AuditEntry.subject_id.in_(ids)) for kind, ids in about if ids)
    )
    entries = session.scalars(select(AuditEntry).where(subjects).order_by(AuditEntry.seq)).all()
    names = staff_names(entry.actor_id for entry in entries if entry.actor_kind == "staff" and entry.actor_id)
    for entry in entries:
        name = names.get(entry.actor_id or 0)
        who = f"by {name}" if name else ACTORS.get(entry.actor_kind, f"by {entry.actor_kind}")
        yield Moment(entry.at, "Who did what", action_in_words(entry.action), who)
