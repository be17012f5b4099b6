"""Plain words for what machines call a thing: events of Stripe, work of the outbox, entries of the audit, states."""

STATES = {
    "past_due": "its card failed",
    "possible": "the donor has not said more",
    "asked": "the donor has asked them",
    "promised": "they will pay",
    "declined": "they will not pay",
    "to_print": "to be printed",
    "held": "waits for a moment",
    "left": "was not wanted",
    "quarantined": "staff have to look",
    "parked": "nothing to do",
    "new": "not yet read",
    "done": "done",
    "waiting": "still to be done",
    "dead": "failed; see Failed jobs",
    "stopped": "stopped by staff",
    "email": "by e-mail",
    "post": "by post",
}
EVENTS = {
    "checkout.session.completed": "the donor finished the payment page",
    "checkout.session.async_payment_succeeded": "the bank sent the money",
    "checkout.session.async_payment_failed": "the bank did not send the money",
    "checkout.session.expired": "the payment page ended unpaid",
    "charge.succeeded": "the card was charged",
    "charge.updated": "what is known of the charge changed",
    "charge.refunded": "money was given back",
    "charge.refund.updated": "a refund moved on",
    "refund.created": "a refund began",
    "refund.updated": "a refund moved on",
    "refund.failed": "a refund did not arrive",
    "charge.dispute.created": "the donor’s bank disputes the charge",
    "charge.dispute.updated": "the dispute moved on",
    "charge.dispute.closed": "the dispute is decided",
    "charge.dispute.funds_withdrawn": "the bank took the money back",
    "charge.dispute.funds_reinstated": "the bank returned the money",
    "payment_intent.succeeded": "the payment arrived",
    "payment_intent.payment_failed": "a payment failed",
    "payment_intent.processing": "the payment is on its way",
    "payment_intent.canceled": "the payment was called off",
    "invoice.finalized": "it asked for this time’s gift",
    "invoice.paid": "this time’s gift was paid",
    "invoice.payment_failed": "the card did not work this time",
    "invoice.payment_action_required": "the bank asks the donor first",
    "invoice.marked_uncollectible": "it gave this time’s gift up",
    "invoice.voided": "this time’s gift was called off",
    "invoice.upcoming": "the next gift is near",
    "customer.subscription.created": "the recurring gift began",
    "customer.subscription.updated": "the recurring gift changed",
    "customer.subscription.deleted": "the recurring gift ended",
    "customer.subscription.paused": "the recurring gift rests",
    "customer.subscription.resumed": "the recurring gift goes on",
}
WORK = {
    "acknowledgments.draft": "Write the name down for whoever reads names over",
    "acknowledgments.send_question": "Mail the second donor whether both may be named",
    "donations.end_page": "Close the payment page",
    "donations.process_event": "Ask Stripe what an event is about",
    "donations.refund": "Ask Stripe to give money back",
    "donations.send_honouree_question": "Mail the question whether an honoree may be named",
    "donations.send_link": "Mail the donor the way on to the payment",
    "donations.send_match_note": "Mail the donor what their employer needs",
    "donations.send_match_reminder": "Remind the donor to ask their employer",
    "donations.send_note": "Mail the donor a note about money that went back",
    "donations.send_payment_failed": "Mail the donor that the payment failed",
    "donations.send_phone_page": "Mail the caller the page to pay on",
    "donations.send_renewal_failed": "Mail the donor that the card did not work",
    "donations.send_tribute_notice": "Mail the family who gave",
    "donations.sync": "Ask Stripe how the payment stands",
    "receipts.amend": "Replace the receipt by one that says what is left",
    "receipts.correct": "Replace the receipt by a corrected one",
    "receipts.issue": "Issue the receipt",
    "receipts.send": "Mail the receipt",
    "receipts.send_amended": "Mail the changed receipt",
    "receipts.void": "Void the receipt",
}
KINDS = {
    "gift": "The gift",
    "donation": "What the donor filled in",
    "receipt": "The receipt",
    "donor_note": "The note to the donor",
    "refund_request": "The refund",
    "tribute": "The tribute",
    "tribute_notice": "The letter to the family",
    "match": "The employer’s match",
}
DONE = {
    "open": "is on the payment page",
    "started": "was kept",
    "processing": "is on its way from the bank",
    "expired": "was not finished in time",
    "quarantined": "has to be looked at",
    "failed": "failed",
    "consent_withdrawn": "is no longer thanked by name",
    "refund_asked": "is to be given back",
    "refund_failed": "came back to us, since a refund did not arrive",
    "bounced": "bounced",
    "hoped_for": "is possible",
    "noted": "was explained to the donor by mail",
    "reminder_off": "needs no reminder",
    "link_revoked": "can no longer be opened by its old link",
    "put_on_pile": "is to be printed",
    "sent_again": "was sent again",
    "sent_with_note": "leaves together with the note",
    "arrived": "came into force with the gift",
    "left": "is not wanted",
    "possible": "is possible",
}
ACTORS = {"system": "by itself", "job": "by itself", "donor": "by the donor"}


def state_in_words(state: str) -> str:
    """How something stands."""
    return STATES.get(state, state.replace("_", " "))


def event_in_words(kind: str) -> str:
    """“Stripe told: the card was charged”."""
    return f"Stripe told: {EVENTS.get(kind, kind.replace('.', ' ').replace('_', ' '))}"


def work_in_words(name: str) -> str:
    """What a job does."""
    return WORK.get(name, name.partition(".")[2].replace("_", " ").capitalize())


def action_in_words(action: str) -> str:
    """“The receipt was mailed”."""
    kind, _, what = action.partition(".")
    about = KINDS.get(kind, kind.replace("_", " ").capitalize())
    return f"{about} {DONE.get(what) or 'was ' + what.replace('_', ' ')}"
