"""A stand-in for the part of Stripe that is about recurring gifts."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from ngoapp.adapters.billing_facts import Invoice, Subscription
from ngoapp.adapters.stripe_facts import Charge, Fee, Payment, PaymentPage, StripeAway, StripeRefused
from ngoapp.adapters.stripe_pages import PageWanted
from ngoapp.core import clock
from ngoapp.core.money import Money

if TYPE_CHECKING:
    from tests.fakes import FakeStripe

MONTH = timedelta(days=30)


class FakeBilling:
    """Subscriptions and invoices in memory; payments are kept with the others."""

    def __init__(self, bank: "FakeStripe") -> None:
        self.bank = bank
        self.subscriptions: dict[str, Subscription] = {}
        self.invoices: dict[str, Invoice] = {}
        self.emails: dict[str, str] = {}
        self.changes = FakeChanges(self)

    def subscription(self, subscription_id: str) -> Subscription:
        """The subscription as it is now."""
        if self.bank.away:
            raise StripeAway("APIConnectionError")
        if subscription_id not in self.subscriptions:
            raise StripeRefused("resource_missing")
        return self.subscriptions[subscription_id]

    def subscriptions_open(self) -> Iterator[Subscription]:
        """Those that have not ended."""
        yield from (each for each in self.subscriptions.values() if not each.ended)

    def invoice(self, invoice_id: str) -> Invoice:
        """The invoice as it is now."""
        if self.bank.away:
            raise StripeAway("APIConnectionError")
        return self.invoices[invoice_id]

    def invoice_of(self, payment_id: str) -> Invoice | None:
        """The invoice for which this payment was made."""
        return next((each for each in self.invoices.values() if each.payment_id == payment_id), None)

    def invoices_of(self, subscription_id: str) -> list[Invoice]:
        """Every invoice of a subscription, newest first."""
        its = [each for each in self.invoices.values() if each.subscription_id == subscription_id]
        return its[::-1]

    def invoices_made(self, *, since: datetime, until: datetime) -> Iterator[Invoice]:
        """Every invoice of this span, newest first."""
        yield from [each for each in self.invoices.values() if since <= each.made_at <= until][::-1]

    def card_page(self, customer_id: str, *, return_url: str) -> str:
        """Where the card is changed."""
        if self.bank.away:
            raise StripeAway("APIConnectionError")
        return f"https://billing.test/{customer_id}?back={return_url}"

    def begin(self, page: PaymentPage, wanted: PageWanted) -> str:
        """A donor has paid on a page for something that comes again; the payment's name."""
        subscription = self.make(wanted.email, wanted.amount, wanted.every, metadata=wanted.names)
        [invoice] = self.invoices_of(subscription)
        self.bank.pages[page.id] = replace(
            page,
            status="complete",
            payment_status="paid",
            subscription_id=subscription,
            invoice_id=invoice.id,
            url=None,
        )
        return invoice.payment_id or ""

    def make(self, email: str, amount: Money, every: str = "month", **changes: Any) -> str:
        """A subscription whose first invoice is paid, as staff make one in Stripe's dashboard."""
        subscription_id = f"sub_{len(self.subscriptions) + 1}"
        self.emails[subscription_id] = email
        self.subscriptions[subscription_id] = Subscription(
            id=subscription_id,
            status="active",
            amount=amount,
            every=every,
            customer_id=f"cus_{subscription_id}",
            livemode=False,
            began_at=clock.now(),
            next_at=clock.now() + (MONTH if every == "month" else 12 * MONTH),
            **changes,
        )
        self.ask(subscription_id, reason="subscription_create")
        return subscription_id

    def change(self, subscription_id: str, **changes: Any) -> None:
        """Something is different at Stripe from now on."""
        self.subscriptions[subscription_id] = replace(self.subscriptions[subscription_id], **changes)

    def ask(
        self,
        subscription_id: str,
        *,
        status: str = "succeeded",
        reason: str = "subscription_cycle",
        amount: Money | None = None,
    ) -> str:
        """A new invoice, and its payment that succeeds, is `processing` or fails (`requires_payment_method`)."""
        subscription = self.subscriptions[subscription_id]
        invoice_id, asked = f"in_{len(self.invoices) + 1}", amount or subscription.amount
        self.invoices[invoice_id] = Invoice(
            id=invoice_id,
            status="open",
            due=asked,
            paid=Money(0, asked.currency),
            reason=reason,
            customer_id=subscription.customer_id,
            livemode=False,
            made_at=clock.now(),
            payment_id=f"pi_{invoice_id}",
            subscription_id=subscription_id,
            customer_name="Walter Kowalski",
            customer_email=self.emails[subscription_id],
            metadata=subscription.metadata,
        )
        self.change(subscription_id, invoice_id=invoice_id)
        self.charge(invoice_id, status=status)
        return invoice_id

    def charge(self, invoice_id: str, *, status: str = "succeeded") -> None:
        """Stripe tries to take the money."""
        invoice, paid = self.invoices[invoice_id], status == "succeeded"
        payment_id = invoice.payment_id or ""
        fee = Fee(id=f"txn_{invoice_id}", amount=Money(175, "USD"), taken_at=clock.now())
        charge = Charge(payment_id=payment_id, method="card", charged_at=clock.now(), fee=fee)
        self.bank.payments[payment_id] = Payment(
            id=payment_id,
            status=status,
            received=invoice.due if paid else Money(0, invoice.due.currency),
            livemode=False,
            charge=charge if paid else None,
        )
        self.invoices[invoice_id] = replace(
            invoice,
            status="paid" if paid else "open",
            paid=invoice.due if paid else invoice.paid,
            attempts=invoice.attempts + 1,
            next_try_at=clock.now() + timedelta(days=3) if status == "requires_payment_method" else None,
        )
        if subscription_id := invoice.subscription_id:
            self.change(
                subscription_id, status="past_due" if status == "requires_payment_method" else "active"
            )


class FakeChanges:
    """What is changed about a subscription; a key is used once."""

    def __init__(self, billing: FakeBilling) -> None:
        self.billing = billing
        self.ended: list[str] = []

    def card(self, subscription_id: str) -> None:
        """Nothing is known of what is charged."""

    def end_now(self, subscription_id: str, *, key: str) -> None:
        """End it; one that has ended cannot be."""
        if self.billing.subscription(subscription_id).ended:
            raise StripeRefused("resource_missing")
        self.ended.append(key)
        self.billing.change(subscription_id, status="canceled", ended_at=clock.now(), next_at=None)
