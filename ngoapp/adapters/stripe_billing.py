"""Recurring gifts at Stripe: subscriptions, their invoices, and the page on which a donor changes the card."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ngoapp.adapters.billing_facts import Invoice, Subscription, invoice_from, subscription_from
from ngoapp.adapters.stripe_failures import failures, span
from ngoapp.adapters.stripe_plans import StripePlans

if TYPE_CHECKING:
    from stripe import StripeClient

PARTS = ["payments"]
LISTED_PARTS = [f"data.{part}" for part in PARTS]


class StripeBilling:
    """The part of Stripe's API that is about recurring gifts. Methods raise StripeAway and StripeRefused."""

    def __init__(self, client: "StripeClient") -> None:
        self._client = client.v1
        self.changes = StripePlans(client)

    def subscription(self, subscription_id: str) -> Subscription:
        """The subscription as it is now."""
        with failures():
            return subscription_from(self._client.subscriptions.retrieve(subscription_id).to_dict())

    def subscriptions_open(self) -> Iterator[Subscription]:
        """Every subscription that has not ended, newest first."""
        with failures():
            listed = self._client.subscriptions.list({"limit": 100})
            yield from (subscription_from(each.to_dict()) for each in listed.auto_paging_iter())

    def invoice(self, invoice_id: str) -> Invoice:
        """The invoice as it is now, with the payment that was made for it."""
        with failures():
            return invoice_from(self._client.invoices.retrieve(invoice_id, {"expand": PARTS}).to_dict())

    def invoice_of(self, payment_id: str) -> Invoice | None:
        """The invoice for which this payment was made, if it was for one."""
        paid: Any = {"payment": {"type": "payment_intent", "payment_intent": payment_id}, "limit": 1}
        with failures():
            listed = self._client.invoice_payments.list(paid)
        return self.invoice(str(listed.data[0].invoice)) if listed.data else None

    def invoices_of(self, subscription_id: str) -> list[Invoice]:
        """Every invoice of a subscription, newest first."""
        with failures():
            listed = self._client.invoices.list(
                {"subscription": subscription_id, "limit": 100, "expand": LISTED_PARTS}
            )
            return [invoice_from(invoice.to_dict()) for invoice in listed.auto_paging_iter()]

    def invoices_made(self, *, since: datetime, until: datetime) -> Iterator[Invoice]:
        """Every invoice that was made in this span, newest first."""
        with failures():
            listed = self._client.invoices.list(
                {"created": span(since, until), "limit": 100, "expand": LISTED_PARTS}
            )
            yield from (invoice_from(invoice.to_dict()) for invoice in listed.auto_paging_iter())

    def card_page(self, customer_id: str, *, return_url: str) -> str:
        """The address of Stripe's page on which this donor changes the card; good for a few minutes."""
        wanted: Any = {
            "customer": customer_id,
            "return_url": return_url,
            "flow_data": {
                "type": "payment_method_update",
                "after_completion": {"type": "redirect", "redirect": {"return_url": return_url}},
            },
        }
        with failures():
            return self._client.billing_portal.sessions.create(wanted).url
