"""What waits for staff today: every package counts its own, the desk puts the counts side by side."""

from dataclasses import dataclass

from ngoapp.accounts.models import User
from ngoapp.acknowledgments import queries as acknowledgments
from ngoapp.core import outbox
from ngoapp.donations import queries as donations
from ngoapp.packets import queries as packets
from ngoapp.receipts import queries as receipts
from ngoapp.volunteers import queries as volunteers


@dataclass(frozen=True)
class Pile:
    """Something that can wait: under which key its package counts it, what it is called, where it is worked."""

    key: str
    one: str
    many: str
    next: str
    path: str
    permission: str


@dataclass(frozen=True)
class Waiting:
    """A pile and how many lie on it."""

    pile: Pile
    count: int

    @property
    def what(self) -> str:
        """“packet to post”, in the number that fits."""
        return self.pile.one if self.count == 1 else self.pile.many


PILES = (
    Pile(
        "calls_to_return",
        "call to return",
        "calls to return",
        "Call back",
        "/staff/packets/calls/",
        "packets:work",
    ),
    Pile(
        "shift_notes_to_read",
        "note from the last shift",
        "notes from the last shift",
        "Read",
        "/staff/packets/calls/",
        "packets:work",
    ),
    Pile(
        "packets_to_post",
        "packet to post",
        "packets to post",
        "Print labels",
        "/staff/packets/",
        "packets:read",
    ),
    Pile(
        "packet_batches_in_hand",
        "batch of packets in hand",
        "batches of packets in hand",
        "Mark as sent",
        "/staff/packets/batches/",
        "packets:read",
    ),
    Pile(
        "packets_to_mail",
        "packet by e-mail that waits",
        "packets by e-mail that wait",
        "See what holds them",
        "/staff/packets/?view=email",
        "packets:read",
    ),
    Pile(
        "packets_set_aside",
        "packet request set aside",
        "packet requests set aside",
        "See why, and decide",
        "/staff/packets/?view=aside",
        "packets:read",
    ),
    Pile(
        "recalls_open",
        "recall under way",
        "recalls under way",
        "See who is told",
        "/staff/packets/recalls/",
        "packets:manage",
    ),
    Pile(
        "reviews_due",
        "leaflet to review",
        "leaflets to review",
        "See which, and by when",
        "/staff/packets/editions/",
        "packets:manage",
    ),
    Pile(
        "leaflets_to_reorder",
        "leaflet to reorder",
        "leaflets to reorder",
        "See how many are left",
        "/staff/packets/stock/",
        "packets:read",
    ),
    Pile(
        "gifts_to_release",
        "receipt to release",
        "receipts to release",
        "Look over and release",
        "/staff/gifts/?show=to-release",
        "donations:read",
    ),
    Pile(
        "reminders_to_release",
        "promised check overdue",
        "promised checks overdue",
        "Release reminders",
        "/staff/gifts/pledges/?show=overdue",
        "donations:read",
    ),
    Pile(
        "plans_to_match",
        "recurring gift whose donor is unknown",
        "recurring gifts whose donors are unknown",
        "Say whose it is",
        "/staff/gifts/recurring/?show=to-match",
        "donations:read",
    ),
    Pile(
        "plans_in_trouble",
        "recurring gift in trouble",
        "recurring gifts in trouble",
        "See what failed",
        "/staff/gifts/recurring/?show=trouble",
        "donations:read",
    ),
    Pile(
        "receipts_to_print",
        "receipt to print",
        "receipts to print",
        "Print with labels",
        "/staff/receipts/to-print",
        "receipts:read",
    ),
    Pile(
        "emails_bounced",
        "donor whose e-mail came back",
        "donors whose e-mail came back",
        "Correct the address",
        "/staff/donors/came-back",
        "people:read",
    ),
    Pile(
        "receipts_held",
        "receipt about to be mailed",
        "receipts about to be mailed",
        "See or stop",
        "/staff/receipts/?state=held",
        "receipts:read",
    ),
    Pile(
        "names_to_approve",
        "name to approve",
        "names to approve",
        "Read and publish",
        "/staff/thanks/",
        "acknowledgments:review",
    ),
    Pile(
        "families_to_tell",
        "family to tell of a gift",
        "families to tell of gifts",
        "Read and release",
        "/staff/tributes/",
        "tributes:work",
    ),
    Pile(
        "tribute_letters_to_print",
        "letter to a family to print",
        "letters to families to print",
        "Print and mark",
        "/staff/tributes/?show=on-paper",
        "tributes:work",
    ),
    Pile(
        "honourees_to_approve",
        "honoree to approve",
        "honorees to approve",
        "Read and publish",
        "/staff/thanks/#honorees",
        "acknowledgments:review",
    ),
    Pile(
        "applications_to_read",
        "application to read",
        "applications to read",
        "Read and answer",
        "/staff/volunteers/",
        "volunteers:read",
    ),
    Pile(
        "form_paused",
        "pause of the donation form",
        "pauses of the donation form",
        "See why, and resume it",
        "/staff/gifts/attempts/",
        "donations:read",
    ),
    Pile(
        "payments_to_look_at",
        "payment to look at",
        "payments to look at",
        "See what does not fit",
        "/staff/gifts/quarantine",
        "donations:read",
    ),
    Pile(
        "refunds_to_release",
        "refund to release",
        "refunds to release",
        "Look over and release",
        "/staff/gifts/returns",
        "gifts:refund",
    ),
    Pile(
        "disputes_to_answer",
        "dispute to answer",
        "disputes to answer",
        "See what the bank asks",
        "/staff/gifts/returns",
        "donations:read",
    ),
    Pile(
        "notes_to_release",
        "note to a donor to release",
        "notes to donors to release",
        "Read and send",
        "/staff/gifts/returns",
        "gifts:refund",
    ),
    Pile(
        "notes_to_print",
        "note to a donor to print",
        "notes to donors to print",
        "Print the letters",
        "/staff/gifts/returns",
        "gifts:refund",
    ),
    Pile(
        "payouts_that_differ",
        "payout that does not tie out",
        "payouts that do not tie out",
        "See what differs",
        "/staff/gifts/payouts/",
        "donations:read",
    ),
    Pile(
        "dead_letters",
        "job that failed",
        "jobs that failed",
        "Look and try again",
        "/staff/jobs/",
        "jobs:manage",
    ),
)


def counts() -> dict[str, int]:
    """How much waits, by the piles' keys."""
    return {
        **donations.waiting(),
        **receipts.waiting(),
        **acknowledgments.waiting(),
        **packets.waiting(),
        **volunteers.waiting(),
        "dead_letters": outbox.dead_count(),
    }


def waiting_for(user: User) -> list[Waiting]:
    """The piles that this person works, those with something on them first."""
    found = counts()
    piles = [Waiting(pile, found.get(pile.key, 0)) for pile in PILES if user.may(pile.permission)]
    return sorted(piles, key=lambda waiting: waiting.count == 0)
