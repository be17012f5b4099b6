"""When a donor dies: one step that ends what would reach them, and leaves the books and the survivors alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from ngoapp.acknowledgments.operations import decline_to_be_named
from ngoapp.core import outbox
from ngoapp.core.db import found, session
from ngoapp.donations.advised.queries import addressed_to
from ngoapp.donations.mailed.operations import leave_reminders_of
from ngoapp.donations.models import Gift
from ngoapp.donations.recurring.ending import end_plans_of, spare_plans_of
from ngoapp.donations.returns.notes import drop_notes_to
from ngoapp.people.deaths import note_death, standing_death, undo_death
from ngoapp.people.models import Death, Person
from ngoapp.people.naming import withdraw_naming
from ngoapp.receipts.correspondence import TO_THE_DONOR, about
from ngoapp.receipts.models import Receipt
from ngoapp.receipts.operations import print_instead

# Mail that is nobody's but others', or that somebody has just asked for.
TO_OTHERS = frozenset(
    {
        "accounts.send_invitation",
        "accounts.send_password_link",
        "accounts.send_password_notice",
        "donations.send_link",  # whoever filled in the form has just asked for it
        "donations.send_honouree_question",  # to those whom gifts honor, or their families
        "donations.send_tribute_notice",
        "packets.send_correction",
        "packets.send_link",  # the packet desk knows nothing of donors, and donors nothing of it
        "packets.send_page_link",
        "packets.send_reminder",
        "packets.send_survey",
        "site.send_giving_link",  # whoever reads that mailbox now has just asked for it
        "volunteers.send_answer",
        "volunteers.send_confirmation",
    }
)


@dataclass(frozen=True)
class Settled:
    """What the step did: recurring gifts that end, mails that stay here, receipts to print instead, names that go."""

    plans: int
    mails: int
    receipts: int
    names: int


def donor_died(person_id: int, *, died_on: date, learned: str, take_names_away: bool) -> Settled:
    """Mark a donor as deceased, pull the mail to them that has not left, and remind them of nothing.

    Gifts stay as they are, and names in public too unless they are to be taken away. A repeat does nothing more.
    Raises DeathInTheFuture."""
    death = note_death(person_id, died_on=died_on, learned=learned)
    plans = end_plans_of(person_id, cause=_cause(death))
    person = found(Person, person_id)
    leave_reminders_of(person)
    drop_notes_to(person_id)
    receipts, mails = _pull_mail(person)
    for receipt_id in receipts:
        if found(Receipt, receipt_id).state == "issued":
            print_instead(receipt_id)
    names = _take_names_away(person_id) if take_names_away else 0
    return Settled(plans, mails, len(receipts), names)


def donor_lives(person_id: int) -> None:
    """It was a mistake: mail reaches them as before, and recurring gifts that have not ended yet go on."""
    death = standing_death(person_id)
    if death and undo_death(person_id):
        spare_plans_of(person_id, cause=_cause(death))


def _cause(death: Death) -> str:
    return f"death-{death.id}"


def _pull_mail(person: Person) -> tuple[Sequence[int], int]:
    """Ids of receipts whose mail stays here, and how many mails do in all."""
    ids = about(person)
    pulled = {name: outbox.pull(name, ref, ids[ref]) for name, (ref, _) in TO_THE_DONOR.items()}
    return pulled["receipts.send"], sum(len(rows) for rows in pulled.values())


def _take_names_away(person_id: int) -> int:
    withdraw_naming(person_id)
    named = select(Gift.id).where(addressed_to([person_id]), ~Gift.anonymous).order_by(Gift.id)
    gifts = session.scalars(named).all()
    for gift_id in gifts:
        decline_to_be_named(gift_id, reason="deceased")
    return len(gifts)
