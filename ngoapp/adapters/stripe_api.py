"""Stripe, as far as we need it. What it answers becomes small frozen facts of our own.

stripe is imported at first use: it takes longer to load than the rest of the app together."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from flask import Flask, current_app

from ngoapp.adapters.stripe_billing import StripeBilling
from ngoapp.adapters.stripe_books import StripeBooks
from ngoapp.adapters.stripe_facts import (
    Dispute,
    Payment,
    PaymentPage,
    Refund,
    charge_from,
    dispute_from,
    page_from,
    payment_from,
    refund_from,
)
from ngoapp.adapters.stripe_failures import failures, span
from ngoapp.adapters.stripe_notices import Notice, read_notice
from ngoapp.adapters.stripe_pages import PageWanted, page_params
from ngoapp.core.money import Money
from ngoapp.core.settings import Settings

if TYPE_CHECKING:
    from stripe import StripeClient

API_VERSION = "2026-10-28.endive"
TIMEOUT = (4, 12)  # seconds to connect, and to wait for an answer
RETRIES = 1
PAYMENT_PARTS = ["latest_charge.balance_transaction"]


class StripeApi:
    """Stripe's API under one key. Methods raise StripeAway, StripeRefused and StripeKeyReused."""

    def __init__(self, *, key: str, api_base: str, webhook_secret: str) -> None:
        self._key, self._api_base, self._webhook_secret = key, api_base, webhook_secret
        self.livemode = key.startswith(("sk_live_", "rk_live_"))

    def create_page(self, wanted: PageWanted, *, key: str) -> PaymentPage:
        """Ask for a hosted Checkout Session. The same `key` gets the same session, however often it is asked."""
        with failures():
            made = self._client.v1.checkout.sessions.create(page_params(wanted), {"idempotency_key": key})
        return page_from(made.to_dict())

    def page(self, session_id: str) -> PaymentPage:
        """The Checkout Session as it is now."""
        with failures():
            return page_from(self._client.v1.checkout.sessions.retrieve(session_id).to_dict())

    def end_page(self, session_id: str) -> None:
        """Take no more money on a Checkout Session. Raises StripeRefused when it has ended or is paid."""
        with failures():
            self._client.v1.checkout.sessions.expire(session_id)

    def pages_made(self, *, since: datetime, until: datetime) -> Iterator[PaymentPage]:
        """Every Checkout Session that was made in this span, newest first."""
        with failures():
            listed = self._client.v1.checkout.sessions.list({"created": span(since, until), "limit": 100})
            yield from (page_from(page.to_dict()) for page in listed.auto_paging_iter())

    def page_of(self, payment_id: str) -> PaymentPage | None:
        """The Checkout Session on which this payment was made, if it was on one."""
        with failures():
            listed = self._client.v1.checkout.sessions.list({"payment_intent": payment_id, "limit": 1})
        return page_from(listed.data[0].to_dict()) if listed.data else None

    def payment(self, payment_id: str) -> Payment:
        """The payment as it is now, with its charge, Stripe's fee, and every attempt there was."""
        with failures():
            found = self._client.v1.payment_intents.retrieve(payment_id, {"expand": PAYMENT_PARTS})
            tried = self._client.v1.charges.list({"payment_intent": payment_id, "limit": 100})
            tries = [charge_from(charge.to_dict()) for charge in tried.auto_paging_iter()]
        return replace(payment_from(found.to_dict()), tries=tuple(reversed(tries)))

    def payment_of(self, object_id: str) -> str | None:
        """Which payment a charge (`ch_`, `py_`), a refund (`re_`, `pyr_`) or a dispute (`dp_`, `du_`) belongs to."""
        ours = self._client.v1
        with failures():
            owner: Any
            if object_id.startswith(("re_", "pyr_")):
                owner = ours.refunds.retrieve(object_id)
            elif object_id.startswith(("dp_", "du_")):
                owner = ours.disputes.retrieve(object_id)
            else:
                owner = ours.charges.retrieve(object_id)
        payment_id: str | None = owner.payment_intent
        return payment_id

    def refunds_of(self, payment_id: str) -> list[Refund]:
        """Every refund of a payment."""
        with failures():
            listed = self._client.v1.refunds.list({"payment_intent": payment_id, "limit": 100})
            return [refund_from(refund.to_dict()) for refund in listed.auto_paging_iter()]

    def disputes_of(self, payment_id: str) -> list[Dispute]:
        """Every dispute over a payment."""
        with failures():
            listed = self._client.v1.disputes.list({"payment_intent": payment_id, "limit": 100})
            return [dispute_from(dispute.to_dict()) for dispute in listed.auto_paging_iter()]

    def give_back(
        self, payment_id: str, amount: Money, *, reason: str, names: Mapping[str, str], key: str
    ) -> Refund:
        """Give back part of a payment. The same `key` gets the same refund, however often it is asked."""
        wanted: Any = {
            "payment_intent": payment_id,
            "amount": amount.minor,
            "reason": reason,
            "metadata": dict(names),
        }
        with failures():
            made = self._client.v1.refunds.create(wanted, {"idempotency_key": key})
        return refund_from(made.to_dict())

    def read_notice(self, payload: bytes, signature: str) -> Notice:
        """The event in a webhook's body, if Stripe signed it just now. Raises BadNotice."""
        return read_notice(payload, signature, self._webhook_secret)

    @cached_property
    def billing(self) -> StripeBilling:
        """Recurring gifts."""
        return StripeBilling(self._client)

    @cached_property
    def books(self) -> StripeBooks:
        """What moved, went back and was paid out."""
        return StripeBooks(self._client)

    @cached_property
    def _client(self) -> "StripeClient":
        import stripe

        return stripe.StripeClient(
            self._key,
            stripe_version=API_VERSION,
            base_addresses={"api": self._api_base},
            max_network_retries=RETRIES,
            http_client=stripe.RequestsClient(timeout=TIMEOUT),
        )


def init_stripe(app: Flask, settings: Settings) -> None:
    """Give the app its way to Stripe; tests put a fake in its place."""
    app.extensions["ngoapp.stripe"] = StripeApi(
        key=settings.stripe_secret_key,
        api_base=settings.stripe_api_base,
        webhook_secret=settings.stripe_webhook_secret,
    )


def stripe_api() -> StripeApi:
    """The app's way to Stripe."""
    api: StripeApi = current_app.extensions["ngoapp.stripe"]
    return api
