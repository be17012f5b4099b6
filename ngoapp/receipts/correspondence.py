"""Which mail goes to which donor. The rows of the outbox carry ids only; here is what those ids are about."""

from collections.abc import Mapping, Sequence

from sqlalchemy import and_, or_, select

from ngoapp.core.db import session
from ngoapp.core.outbox import OutboxRow
from ngoapp.donations.advised.queries import addressed_to
from ngoapp.donations.mailboxes import rows_at
from ngoapp.donations.mailed.models import MailedPledge
from ngoapp.donations.matching.models import MatchingGift
from ngoapp.donations.models import Donation, Gift, RecurringPlan
from ngoapp.donations.phone.models import PhonePage
from ngoapp.donations.recurring.models import PlanInvoice
from ngoapp.donations.returns.models import DonorNote
from ngoapp.donations.together.models import SecondDonor
from ngoapp.people.models import Person
from ngoapp.receipts.models import Receipt

# Every mail to a donor: the id that its row carries, and what it is in a donor's words.
TO_THE_DONOR = {
    "acknowledgments.send_question": ("second_id", "A question whether two donors may both be named"),
    "donations.send_match_note": ("match_id", "What an employer needs to match a gift"),
    "donations.send_match_reminder": ("match_id", "A reminder to ask the employer"),
    "donations.send_note": ("note_id", "A note about money that went back"),
    "donations.send_payment_failed": ("donation_id", "That a payment did not go through"),
    "donations.send_phone_page": ("page_id", "The page to pay on, for a gift by phone"),
    "donations.send_plan_ended": ("plan_id", "That a recurring gift has ended"),
    "donations.send_plan_stopped": ("plan_id", "That a recurring gift is stopped, as they asked"),
    "donations.send_pledge_reminder": ("pledge_id", "A reminder of a promised check"),
    "donations.send_renewal_failed": ("invoice_id", "That a card did not work"),
    "donations.send_slip": ("pledge_id", "The slip for a check"),
    "donations.send_upcoming": ("plan_id", "That a yearly gift comes in a week"),
    "receipts.send": ("receipt_id", "A receipt"),
    "receipts.send_amended": ("gift_id", "A changed receipt"),
}


def about(person: Person) -> Mapping[str, Sequence[int]]:
    """Ids of rows that mail to this person can be about; what others with the same mailbox gave is not among them."""
    gifts = session.scalars(select(Gift.id).where(Gift.donor_id == person.id)).all()
    on_paper = session.scalars(select(Gift.id).where(addressed_to([person.id]))).all()
    paid = session.scalars(select(Donation.id).where(Donation.donor_id == person.id)).all()
    donations = sorted({*paid, *_begun_by(person, Donation)})
    plans = session.scalars(select(RecurringPlan.id).where(RecurringPlan.donor_id == person.id)).all()
    invoices = session.scalars(select(PlanInvoice.id).where(PlanInvoice.plan_id.in_(plans))).all()
    return {
        "donation_id": donations,
        "gift_id": on_paper,
        "invoice_id": invoices,
        "match_id": session.scalars(select(MatchingGift.id).where(MatchingGift.gift_id.in_(gifts))).all(),
        "note_id": session.scalars(select(DonorNote.id).where(DonorNote.gift_id.in_(gifts))).all(),
        "page_id": session.scalars(select(PhonePage.id).where(PhonePage.donation_id.in_(donations))).all(),
        "plan_id": plans,
        "pledge_id": _begun_by(person, MailedPledge),
        "second_id": _named_beside_another(person),
        "receipt_id": session.scalars(select(Receipt.id).where(Receipt.gift_id.in_(on_paper))).all(),
    }


def mails_to(person: Person) -> Sequence[OutboxRow]:
    """Every mail that left or waits for this person, oldest first."""
    ids = about(person)
    theirs = [
        and_(OutboxRow.name == name, OutboxRow.refs[ref].as_integer().in_(ids[ref]))
        for name, (ref, _words) in TO_THE_DONOR.items()
    ]
    return session.scalars(select(OutboxRow).where(or_(*theirs)).order_by(OutboxRow.id)).all()


def _named_beside_another(person: Person) -> Sequence[int]:
    """Ids of the rows in which this person is the second of two donors."""
    known = select(SecondDonor.id).where(SecondDonor.person_id == person.id)
    by_mailbox = rows_at(SecondDonor, [person.email or ""], SecondDonor.name)
    return sorted({*session.scalars(known), *(row.id for row in by_mailbox if person.goes_by(row.name))})


def _begun_by(person: Person, model: type[Donation] | type[MailedPledge]) -> Sequence[int]:
    """Ids of what somebody of this name and mailbox filled in."""
    rows = rows_at(model, [person.email or ""], model.donor_name)
    return [row.id for row in rows if person.goes_by(row.donor_name)]
