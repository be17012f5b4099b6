"""What the worker does about money that goes back."""

from ngoapp.adapters.smtp import AddressRefused, smtp
from ngoapp.adapters.stripe_api import stripe_api
from ngoapp.adapters.stripe_facts import StripeRefused
from ngoapp.core.db import end_read, found, transaction
from ngoapp.donations.events.transitions import settle
from ngoapp.donations.events.truth import truth_behind
from ngoapp.donations.recurring.newest import newest_wins
from ngoapp.donations.returns.models import DonorNote, RefundRequest
from ngoapp.donations.returns.notes import note_sent, print_note
from ngoapp.donations.returns.operations import payment_behind, refuse_refund
from ngoapp.organisation.queries import our_organisation
from ngoapp.web.mail import render_mail

SUBJECTS = {
    "refund": "Your gift to {} is on its way back to you",
    "refund_failed": "Our refund did not reach you",
    "dispute": "About a payment to {}",
    "dispute_reversal": "About your payment to {}",
    "bounced": "About your check to {}",
}


def refund(request_id: int) -> None:
    """Ask Stripe for a refund that staff released, and bring our books to it. A repeat asks for no second one."""
    request = found(RefundRequest, request_id)
    payment = payment_behind(request.gift)
    if request.state != "released" or payment is None:
        return
    api, key = stripe_api(), request.action_key
    amount, reason = request.amount, request.reason
    end_read()
    try:
        if not any(made.names.get("request") == key for made in api.refunds_of(payment)):
            api.give_back(payment, amount, reason=reason, names={"request": key}, key=f"refund:{key}")
    except StripeRefused as refusal:
        with transaction():
            refuse_refund(request_id, str(refusal))
        return
    _follow(payment)


@newest_wins
def _follow(payment: str) -> None:
    api = stripe_api()
    truth = truth_behind(api, payment)
    with transaction():
        settle(truth, livemode=api.livemode)


def send_note(note_id: int) -> None:
    """Tell a donor about money that went back, once staff have released it; on paper where no mail gets there."""
    note = found(DonorNote, note_id)
    donor = note.gift.donor
    if note.state != "released" or donor is None:
        return
    if not donor.mail_to:
        with transaction():
            print_note(note_id)
        return
    to = donor.mail_to
    message = render_mail(
        f"donations/note_{note.kind}",
        key=f"donor-note-{note.id}",
        to=to,
        subject=SUBJECTS[note.kind].format(our_organisation().short_name),
        written_at=note.decided_at or note.created_at,
        note=note,
        gift=note.gift,
    )
    end_read()
    try:
        smtp().send(message)
    except AddressRefused:
        with transaction():
            print_note(note_id, refused=[to])
        return
    with transaction():
        note_sent(note_id)
