"""Payment methods: what the payer paid with."""

from dataclasses import dataclass, field

from stripe.params import (
    PaymentMethodAttachParams,
    PaymentMethodDetachParams,
    PaymentMethodListParams,
    PaymentMethodRetrieveParams,
)

from ngoapp.sandbox.params.rules import required
from ngoapp.sandbox.resources.cards import Card
from ngoapp.sandbox.resources.route import Route
from ngoapp.sandbox.state.errors import ParameterInvalid
from ngoapp.sandbox.state.events import emit
from ngoapp.sandbox.state.ids import new_id
from ngoapp.sandbox.state.objects import Json, find, get, page, private_of, save
from ngoapp.sandbox.state.world import Change

KIND = "payment_method"
BANK: Json = {
    "account_holder_type": "individual",
    "account_type": "checking",
    "bank_name": "STRIPE TEST BANK",
    "financial_connections_account": None,
    "fingerprint": "Sandbox6789Bank0",
    "last4": "6789",
    "networks": {"preferred": "ach", "supported": ["ach"]},
    "routing_number": "110000000",
    "status_details": None,
}


@dataclass(frozen=True)
class Payer:
    """Who pays on the checkout page."""

    email: str
    name: str
    card: Card = field(default_factory=Card)

    def billing_details(self) -> Json:
        """As Stripe shows them on charges and payment methods."""
        address = dict.fromkeys(("city", "country", "line1", "line2", "postal_code", "state")) | {
            "country": "US",
            "postal_code": "55101",
        }
        return {"address": address, "email": self.email, "name": self.name, "phone": None, "tax_id": None}


def make_payment_method(change: Change, type: str, payer: Payer, customer: str | None) -> Json:
    """Keep what the payer paid with: a card, or a bank account for payments that take days."""
    method = {
        "id": new_id("pm"),
        "object": KIND,
        "created": change.now,
        "allow_redisplay": "limited",
        "billing_details": payer.billing_details(),
        "customer": customer,
        "customer_account": None,
        "livemode": False,
        "metadata": {},
        "type": type,
        type: payer.card.facts() if type == "card" else BANK,
    }
    return save(change.db, method, {"number": payer.card.number})


def card_behind(change: Change, method: Json) -> Card:
    """The card that a payment method stands for."""
    return Card(private_of(change.db, method["id"])["number"])


def attach_to(change: Change, method: Json, customer_id: str) -> Json:
    """Let a customer keep a payment method, and say so."""
    method["customer"] = customer_id
    emit(change, "payment_method.attached", save(change.db, method))
    return method


def method_of(change: Change, id: str, customer_id: str) -> str:
    """A payment method that this customer keeps. Raises ParameterInvalid."""
    method = find(change.db, id, "payment_method")
    if method is None or method["customer"] != customer_id:
        message = f"The customer does not have a payment method with the ID {id}."
        raise ParameterInvalid(message, param="default_payment_method")
    return id


def retrieve(change: Change, _params: Json, id: str) -> Json:
    """GET /v1/payment_methods/:id"""
    return get(change.db, id, KIND)


def index(change: Change, params: Json) -> Json:
    """GET /v1/payment_methods"""
    equal = {name: params.get(name) for name in ("customer", "type")}
    return page(change.db, KIND, params, url="/v1/payment_methods", equal=equal)


def attach(change: Change, params: Json, id: str) -> Json:
    """POST /v1/payment_methods/:id/attach"""
    customer = get(change.db, required(params, "customer"), "customer", "customer")
    return attach_to(change, get(change.db, id, KIND), customer["id"])


def detach(change: Change, _params: Json, id: str) -> Json:
    """POST /v1/payment_methods/:id/detach"""
    method = get(change.db, id, KIND)
    previous = {"customer": method["customer"]}
    method["customer"] = None
    emit(change, "payment_method.detached", save(change.db, method), previous)
    return method


ROUTES = (
    Route("GET", "/payment_methods", PaymentMethodListParams, index),
    Route("GET", "/payment_methods/<id>", PaymentMethodRetrieveParams, retrieve),
    Route("POST", "/payment_methods/<id>/attach", PaymentMethodAttachParams, attach),
    Route("POST", "/payment_methods/<id>/detach", PaymentMethodDetachParams, detach),
)
