"""What an event is about, and what Stripe says about it now. Nothing here writes, and nothing holds a transaction."""

from dataclasses import dataclass, replace

from ngoapp.adapters.billing_facts import Invoice, Subscription
from ngoapp.adapters.stripe_api import StripeApi
from ngoapp.adapters.stripe_facts import Dispute, Payment, PaymentPage, Refund
from ngoapp.core.db import end_read
from ngoapp.donations.recurring.newest import take_mark

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
    mark: int  # taken before Stripe was asked
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
    def failed(self) -> bool:
        """Whether no money will come of it. Where a gift comes again, Stripe tries its first payment anew as well."""
        tried_anew = self.subscription is not None and not self.subscription.ended
        return self.payment is not None and self.payment.failed and not tried_anew

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
    if object_id.startswith("cs_"):
        return truth_of_page(api, api.page(object_id))
    asker = _marked(api)
    if object_id.startswith("in_"):
        return asker.of_invoice(api.billing.invoice(object_id))
    if object_id.startswith("sub_"):
        return asker.of_subscription(object_id)
    payment_id: str | None = object_id
    if object_id and not object_id.startswith("pi_"):
        payment_id = api.payment_of(object_id)
    if not payment_id:
        return Truth(page=None, mark=asker.mark)
    page = api.page_of(payment_id)
    invoice = None if page else api.billing.invoice_of(payment_id)
    return asker.of_invoice(invoice) if invoice else asker.of_payment(payment_id, page)


def truth_of_page(api: StripeApi, page: PaymentPage) -> Truth:
    """All that Stripe says about this payment page."""
    asker = _marked(api)
    if page.subscription_id:
        return asker.of_subscription(page.subscription_id, page)
    return asker.of_payment(page.payment_id, page)


@dataclass(frozen=True)
class _Asker:
    """Asks Stripe for what belongs together, all of it after the mark."""

    api: StripeApi
    mark: int

    def of_payment(self, payment_id: str | None, page: PaymentPage | None = None) -> Truth:
        if payment_id is None:
            return Truth(page=page, mark=self.mark)
        return Truth(
            page=page,
            mark=self.mark,
            payment=self.api.payment(payment_id),
            refunds=tuple(self.api.refunds_of(payment_id)),
            disputes=tuple(self.api.disputes_of(payment_id)),
        )

    def of_invoice(self, invoice: Invoice) -> Truth:
        """One that staff made by hand has a payment only."""
        truth = self.of_payment(invoice.payment_id)
        if invoice.subscription_id is None:
            return truth
        subscription = self.api.billing.subscription(invoice.subscription_id)
        return replace(truth, invoice=invoice, subscription=subscription)

    def of_subscription(self, subscription_id: str, page: PaymentPage | None = None) -> Truth:
        """With the invoice that began it where a page is asked about, else with its latest."""
        subscription = self.api.billing.subscription(subscription_id)
        invoice_id = (page.invoice_id if page else None) or subscription.invoice_id
        invoice = self.api.billing.invoice(invoice_id) if invoice_id else None
        truth = self.of_payment(invoice.payment_id if invoice else None, page)
        return replace(truth, subscription=subscription, invoice=invoice)


def _marked(api: StripeApi) -> _Asker:
    mark = take_mark()
    end_read()
    return _Asker(api, mark)
