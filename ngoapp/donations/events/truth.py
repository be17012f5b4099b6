"""What an event is about, and what Stripe says about it now. Nothing here writes, and nothing holds a transaction."""

from dataclasses import dataclass

from ngoapp.adapters.stripe_api import StripeApi
from ngoapp.adapters.stripe_facts import Dispute, Payment, PaymentPage, Refund

HANDLED = frozenset(
    {
        "checkout.session.completed",
        "checkout.session.async_payment_succeeded",
        "checkout.session.async_payment_failed",
        "checkout.session.expired",
        "payment_intent.processing",
        "payment_intent.succeeded",
        "payment_intent.payment_failed",
        "payment_intent.canceled",
        "charge.succeeded",
        "charge.updated",
        "charge.refunded",
        "charge.refund.updated",
        "charge.dispute.created",
        "charge.dispute.updated",
        "charge.dispute.closed",
        "charge.dispute.funds_withdrawn",
        "charge.dispute.funds_reinstated",
        "refund.created",
        "refund.updated",
        "refund.failed",
    }
)


PAYOUTS = frozenset(
    {
        "payout.created",
        "payout.updated",
        "payout.paid",
        "payout.failed",
        "payout.canceled",
        "payout.reconciliation_completed",
    }
)


@dataclass(frozen=True, kw_only=True)
class Truth:
    """Everything Stripe says at this moment about one payment: its page, its money, its refunds and disputes."""

    page: PaymentPage | None
    payment: Payment | None = None
    refunds: tuple[Refund, ...] = ()
    disputes: tuple[Dispute, ...] = ()

    @property
    def paid(self) -> bool:
        """Whether money came."""
        if self.page:
            return self.page.payment_status == "paid"
        return self.payment is not None and self.payment.status == "succeeded"

    @property
    def names(self) -> tuple[int, str] | None:
        """The donation and its action key, as we gave them to Stripe."""
        metadata = self.page.metadata if self.page else self.payment.metadata if self.payment else {}
        number, action = metadata.get("donation", ""), metadata.get("action", "")
        is_number = number.isascii() and number.isdigit() and len(number) < 16
        return (int(number), action) if is_number and action else None


def truth_behind(api: StripeApi, object_id: str) -> Truth:
    """All that Stripe says about the payment to which this object belongs.

    Whatever event arrives first, the whole story is asked for: so the order of arrival means nothing. Raises
    StripeAway and StripeRefused."""
    if object_id.startswith("cs_"):
        return truth_of_page(api, api.page(object_id))
    payment_id = object_id if object_id.startswith("pi_") else api.payment_of(object_id)
    if payment_id is None:
        return Truth(page=None)
    return _truth(api, api.page_of(payment_id), payment_id)


def truth_of_page(api: StripeApi, page: PaymentPage) -> Truth:
    """All that Stripe says about this payment page."""
    return _truth(api, page, page.payment_id)


def _truth(api: StripeApi, page: PaymentPage | None, payment_id: str | None) -> Truth:
    if payment_id is None:
        return Truth(page=page)
    return Truth(
        page=page,
        payment=api.payment(payment_id),
        refunds=tuple(api.refunds_of(payment_id)),
        disputes=tuple(api.disputes_of(payment_id)),
    )
