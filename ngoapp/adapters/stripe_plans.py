"""What a donor changes about a recurring gift, in Stripe's terms: amount, day, card, a pause, its end.

Each call carries an idempotency key, and asks for a state rather than a step: asked twice, it is done once. What is
true afterwards is read anew, by whoever asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ngoapp.adapters.stripe_facts import StripeRefused
from ngoapp.adapters.stripe_failures import failures
from ngoapp.core.money import Money

if TYPE_CHECKING:
    from stripe import StripeClient

OWN_CARD, USUAL_CARD = "default_payment_method", "customer.invoice_settings.default_payment_method"
NO_PRORATION = "none"
BRANDS = {"amex": "American Express", "diners": "Diners Club", "jcb": "JCB", "unionpay": "UnionPay"}


@dataclass(frozen=True)
class Card:
    """What is charged, as far as we may know it: a brand or a bank, and the last four figures."""

    name: str
    last4: str

    def __str__(self) -> str:
        return f"{self.name} ending in {self.last4}" if self.last4 else self.name


class StripePlans:
    """The part of Stripe's API that changes subscriptions. Methods raise StripeAway, StripeRefused, StripeKeyReused."""

    def __init__(self, client: "StripeClient") -> None:
        self._ours = client.v1

    def card(self, subscription_id: str) -> Card | None:
        """What is charged for this subscription at present."""
        return _card_from(self._charged(subscription_id)[0])

    def use_usual_card(self, subscription_id: str) -> None:
        """Charge what the donor has chosen on Stripe's own page: it is kept with the donor, not with each gift."""
        own, usual = self._charged(subscription_id, usual_first=False)
        if usual and (own is None or own["id"] != usual["id"]):
            wanted: Any = {"default_payment_method": usual["id"]}
            self._update(subscription_id, wanted, key=f"card:{subscription_id}:{usual['id']}")

    def set_amount(self, subscription_id: str, amount: Money, *, key: str) -> None:
        """Ask for this much from the next charge on."""
        with failures():
            items = self._ours.subscriptions.retrieve(subscription_id).to_dict()["items"]["data"]
        if len(items) != 1:
            raise StripeRefused("several_items")
        price: Mapping[str, Any] = items[0]["price"]
        rhythm = {name: price["recurring"][name] for name in ("interval", "interval_count")}
        asked = {
            "currency": amount.currency.lower(),
            "unit_amount": amount.minor,
            "product": price["product"],
            "recurring": rhythm,
        }
        changed = [{"id": items[0]["id"], "price_data": asked, "quantity": 1}]
        self._update(subscription_id, {"items": changed, "proration_behavior": NO_PRORATION}, key=key)

    def set_next(self, subscription_id: str, instant: datetime, *, key: str) -> None:
        """Charge next at this instant, and from then on in the same rhythm; nothing is charged before."""
        wanted = {"trial_end": int(instant.timestamp()), "proration_behavior": NO_PRORATION}
        self._update(subscription_id, wanted, key=key)

    def pause(self, subscription_id: str, until: datetime, *, key: str) -> None:
        """Charge nothing before this instant; what would have come meanwhile is not made up for."""
        pause = {"behavior": "void", "resumes_at": int(until.timestamp())}
        self._update(subscription_id, {"pause_collection": pause}, key=key)

    def resume(self, subscription_id: str, *, key: str) -> None:
        """End a pause."""
        self._update(subscription_id, {"pause_collection": ""}, key=key)

    def stop(self, subscription_id: str, *, key: str) -> None:
        """Charge nothing any more; until the time that is paid for ends, it can go on."""
        self._update(subscription_id, {"cancel_at_period_end": True}, key=key)

    def go_on(self, subscription_id: str, *, key: str) -> None:
        """Do not end after all."""
        self._update(subscription_id, {"cancel_at_period_end": False}, key=key)

    def end_now(self, subscription_id: str, *, key: str) -> None:
        """End at once, for good, with nothing tried again."""
        with failures():
            self._ours.subscriptions.cancel(subscription_id, {}, {"idempotency_key": key})

    def _update(self, subscription_id: str, wanted: Any, *, key: str) -> None:
        with failures():
            self._ours.subscriptions.update(subscription_id, wanted, {"idempotency_key": key})

    def _charged(self, subscription_id: str, *, usual_first: bool = True) -> tuple[Any, Any]:
        """The subscription's own payment method, or the donor's usual one in its place, and the usual one."""
        with failures():
            found = self._ours.subscriptions.retrieve(subscription_id, {"expand": [OWN_CARD, USUAL_CARD]})
        told = found.to_dict()
        customer = told["customer"]
        usual = (customer.get("invoice_settings") or {}).get("default_payment_method")
        own = told["default_payment_method"]
        return (own or usual) if usual_first else own, usual


def _card_from(method: Mapping[str, Any] | None) -> Card | None:
    if not method:
        return None
    kind: str = method["type"]
    details = method.get(kind) or {}
    name = details.get("brand") or details.get("bank_name") or kind.replace("_", " ")
    return Card(BRANDS.get(name, str(name)[:1].upper() + str(name)[1:]), details.get("last4") or "")
