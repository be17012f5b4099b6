"""What Stripe tells of payments, written into the ledger; a page on which card after card is declined is ended."""

from ngoapp.adapters.stripe_facts import Payment
from ngoapp.core.outbox import enqueue
from ngoapp.donations.attempts.digests import card_digest, mailbox_digest
from ngoapp.donations.attempts.ledger import is_used_up, note_payment
from ngoapp.donations.models import Donation


def note_what_was_told(donation: Donation, payment: Payment | None) -> None:
    """Write down the payment's last charge, once (the donation is locked by the caller)."""
    card = payment.charge.card if payment and payment.charge else ""
    mailbox = mailbox_digest(donation.email)
    declined = note_payment(donation, payment, mailbox=mailbox, card=card_digest(card))
    if declined and donation.session_id and is_used_up(donation.action_key):
        key = f"donations.end_page:{donation.id}:{donation.attempt}"
        enqueue("donations.end_page", dedupe_key=key, donation_id=donation.id)
