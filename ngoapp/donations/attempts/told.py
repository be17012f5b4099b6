"""What Stripe tells of payments, written into the ledger; a page on which card after card is declined is ended."""

from ngoapp.adapters.stripe_facts import Payment
from ngoapp.core.outbox import enqueue
from ngoapp.donations.attempts.digests import card_digest, mailbox_digest
from ngoapp.donations.attempts.ledger import declines_of, note_payment
from ngoapp.donations.models import Donation

MOST_DECLINES = (
    8  # a donor whose bank says no eight times needs another way to give; a thief needs another page
)


def note_what_was_told(donation: Donation, payment: Payment | None) -> None:
    """Write down the payment's last charge, once (the donation is locked by the caller)."""
    card = payment.charge.card if payment and payment.charge else ""
    mailbox = mailbox_digest(donation.email)
    declined = note_payment(donation, payment, mailbox=mailbox, card=card_digest(card))
    if declined and donation.session_id and declines_of(donation.action_key) >= MOST_DECLINES:
        key = f"donations.end_page:{donation.id}:{donation.attempt}"
        enqueue("donations.end_page", dedupe_key=key, donation_id=donation.id)
