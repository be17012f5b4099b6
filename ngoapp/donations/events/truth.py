"""What an event is about, and what Stripe says about it now. Nothing here writes, and nothing holds a transaction."""

from dataclasses import dataclass, replace

from ngoapp.adapters.billing_facts import Invoice, Subscription
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
        "invoice.finalized",
        "invoice.paid",
        "invoice.payment_failed",
        "invoice.payment_action_required",
        "invoice.marked_uncollectible",
        "invoice.voided",
        "invoice.upcoming",
        "customer.subscription.created",
        "customer.subscription.updated",
        "customer.subscription.deleted",
        "customer.subscription.paused",
        "customer.subscription.resumed",
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
    """Everything Stripe says at this moment about one payment: its page, its money, its refunds and disputes.

    Under a recurring gift, the payment is that of one invoice, and the subscription says how it goes on."""

    page: PaymentPage | None
    payment: Payment | None = None
    refunds: tuple[Refund, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    subscription: Subscription | None = None
    invoice: Invoice | None = None

    @property
    def paid(self) -> bool:
        """Whether money came."""
        if self.invoice and self.invoice.status != "paid":
            return False
        if self.page and not self.invoice:
            return self.page.payment_status == "paid"
        return self.payment is not None and self.payment.status == "succeeded"

    @property
    def names(self) -> tuple[int, str] | None:
        """The donation and its action key, as we gave them to Stripe."""
        says = self.page or self.subscription or self.payment
        metadata = says.metadata if says else {}
        number, action = metadata.get("donation", ""), metadata.get("action", "")
        is_number = number.isascii() and number.isdigit() and len(number) < 16
        return (int(number), action) if is_number and action else None


def truth_behind(api: StripeApi, object_id: str) -> Truth:
    """All that Stripe says about the payment to which this object belongs.

    Whatever event arrives first, the whole story is asked for: so the order of arrival means nothing. Raises
    StripeAway and StripeRefused."""
    if not object_id:
        return Truth(page=None)
    if object_id.startswith("cs_"):
        return truth_of_page(api, api.page(object_id))
    if object_id.startswith("in_"):
        return truth_of_invoice(api, api.billing.invoice(object_id))
    if object_id.startswith("sub_"):
        return _of_subscription(api, api.billing.subscription(object_id))
    payment_id = object_id if object_id.startswith("pi_") else api.payment_of(object_id)
    if payment_id is None:
        return Truth(page=None)
    page = api.page_of(payment_id)
    invoice = None if page else api.billing.invoice_of(payment_id)
    return truth_of_invoice(api, invoice) if invoice else _truth(api, page, payment_id)


def truth_of_page(api: StripeApi, page: PaymentPage) -> Truth:
    """All that Stripe says about this payment page."""
    if page.subscription_id:
        return _of_subscription(api, api.billing.subscription(page.subscription_id), page)
    return _truth(api, page, page.payment_id)


def truth_of_invoice(api: StripeApi, invoice: Invoice) -> Truth:
    """All that Stripe says about this invoice; one that staff made by hand has a payment only."""
    truth = _truth(api, None, invoice.payment_id)
    if invoice.subscription_id is None:
        return truth
    return replace(truth, invoice=invoice, subscription=api.billing.subscription(invoice.subscription_id))


def _of_subscription(api: StripeApi, subscription: Subscription, page: PaymentPage | None = None) -> Truth:
    """The subscription, with the invoice that began it where a page is asked about, else with its latest."""
    invoice_id = (page.invoice_id if page else None) or subscription.invoice_id
    invoice = api.billing.invoice(invoice_id) if invoice_id else None
    truth = _truth(api, page, invoice.payment_id if invoice else None)
    return replace(truth, subscription=subscription, invoice=invoice)


def _truth(api: StripeApi, page: PaymentPage | None, payment_id: str | None) -> Truth:
    if payment_id is None:
        return Truth(page=page)
    return Truth(
        page=page,
        payment=api.payment(payment_id),
        refunds=tuple(api.refunds_of(payment_id)),
        disputes=tuple(api.disputes_of(payment_id)),
    )
