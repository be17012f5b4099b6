"""What Stripe tells of payments, written into the ledger; a page on which card after card is declined is ended."""

from ngoapp.adapters.stripe_facts import Payment
from ngoapp.core.outbox import enqueue
from ngoapp.donations.attempts.digests import card_digest, mailbox_digest
from ngoapp.donations.attempts.ledger import is_used_up, note_charge
from ngoapp.donations.models import Donation


def note_what_was_told(donation: Donation, payment: Payment | None) -> None:
    """Write down every charge of a payment, each once (the donation is locked by the caller).

    Cards may be declined faster than the worker asks, and a payment itself names only the last of them."""
    if payment is None:
        return
    mailbox, declined = mailbox_digest(donation.email), False
    for charge in payment.tries:
        if charge.declined or payment.status == "succeeded":  # else it is on its way from a bank
            new = note_charge(donation, charge, mailbox=mailbox, card=card_digest(charge.card))
            declined = declined or (new and charge.declined)
    if declined and donation.session_id and is_used_up(donation.action_key):
        key = f"donations.end_page:{donation.id}:{donation.attempt}"
        enqueue("donations.end_page", dedupe_key=key, donation_id=donation.id)
