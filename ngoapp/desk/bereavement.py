"""When a donor dies: one step that ends what would reach them, and leaves the books and the survivors alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from ngoapp.acknowledgments.operations import decline_to_be_named
from ngoapp.core import outbox
from ngoapp.core.db import found, session
from ngoapp.donations.mailed.models import MailedPledge
from ngoapp.donations.mailed.operations import leave_reminders_of
from ngoapp.donations.models import Donation, Gift
from ngoapp.donations.phone.models import PhonePage
from ngoapp.donations.returns.models import DonorNote
from ngoapp.donations.returns.notes import drop_notes_to
from ngoapp.people.deaths import note_death
from ngoapp.people.models import Person
from ngoapp.people.naming import withdraw_naming
from ngoapp.receipts.models import Receipt
from ngoapp.receipts.operations import print_instead

# Mail to a donor, by the id that its row carries …
TO_THE_DONOR = {
    "donations.send_note": "note_id",
    "donations.send_payment_failed": "donation_id",
    "donations.send_phone_page": "page_id",
    "donations.send_pledge_reminder": "pledge_id",
    "donations.send_slip": "pledge_id",
    "receipts.send": "receipt_id",
    "receipts.send_amended": "gift_id",
}
# … and mail to others, or that somebody has just asked for.
TO_OTHERS = frozenset(
    {
        "accounts.send_invitation",
        "accounts.send_password_link",
        "accounts.send_password_notice",
        "packets.send_link",  # the packet desk knows nothing of donors, and donors nothing of it
        "site.send_giving_link",  # whoever reads that mailbox now has just asked for it
        "volunteers.send_answer",
        "volunteers.send_confirmation",
    }
)


@dataclass(frozen=True)
class Settled:
    """What the step did: mails that stay here, receipts that are printed instead, names that are gone."""

    mails: int
    receipts: int
    names: int


def donor_died(person_id: int, *, died_on: date, learned: str, take_names_away: bool) -> Settled:
    """Mark a donor as deceased, pull the mail to them that has not left, and remind them of nothing.

    Gifts stay as they are, and names in public too unless they are to be taken away. A repeat does nothing more.
    Raises DeathInTheFuture."""
    note_death(person_id, died_on=died_on, learned=learned)
    person = found(Person, person_id)
    leave_reminders_of(person)
    drop_notes_to(person_id)
    receipts, mails = _pull_mail(person)
    for receipt_id in receipts:
        if found(Receipt, receipt_id).state == "issued":
            print_instead(receipt_id)
    names = _take_names_away(person_id) if take_names_away else 0
    return Settled(mails, len(receipts), names)


def _pull_mail(person: Person) -> tuple[Sequence[int], int]:
    """Ids of receipts whose mail stays here, and how many mails do in all."""
    about = _what_is_theirs(person)
    pulled = {name: outbox.pull(name, ref, about[ref]) for name, ref in TO_THE_DONOR.items()}
    return pulled["receipts.send"], sum(len(ids) for ids in pulled.values())


def _what_is_theirs(person: Person) -> dict[str, Sequence[int]]:
    """Ids of rows that mail to this person can be about; what others with the same mailbox gave is not among them."""
    gifts = session.scalars(select(Gift.id).where(Gift.donor_id == person.id)).all()
    donations = _begun_by(person, Donation)
    return {
        "donation_id": donations,
        "gift_id": gifts,
        "note_id": session.scalars(select(DonorNote.id).where(DonorNote.gift_id.in_(gifts))).all(),
        "page_id": session.scalars(select(PhonePage.id).where(PhonePage.donation_id.in_(donations))).all(),
        "pledge_id": _begun_by(person, MailedPledge),
        "receipt_id": session.scalars(select(Receipt.id).where(Receipt.gift_id.in_(gifts))).all(),
    }


def _begun_by(person: Person, model: type[Donation] | type[MailedPledge]) -> Sequence[int]:
    """Ids of what somebody of this name and mailbox filled in."""
    if not person.email:
        return []
    same_mailbox = func.lower(model.email) == person.email.lower()
    rows = session.execute(select(model.id, model.donor_name).where(same_mailbox).order_by(model.id))
    return [row.id for row in rows if person.goes_by(row.donor_name)]


def _take_names_away(person_id: int) -> int:
    withdraw_naming(person_id)
    named = select(Gift.id).where(Gift.donor_id == person_id, ~Gift.anonymous).order_by(Gift.id)
    gifts = session.scalars(named).all()
    for gift_id in gifts:
        decline_to_be_named(gift_id, reason="deceased")
    return len(gifts)
