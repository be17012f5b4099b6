"""Payment methods: what the payer paid with."""

from dataclasses import dataclass

from stripe.params import PaymentMethodRetrieveParams

from ngoapp.sandbox.resources.route import Route
from ngoapp.sandbox.state.ids import new_id
from ngoapp.sandbox.state.objects import Json, get, save
from ngoapp.sandbox.state.world import Change

KIND = "payment_method"
CARD: Json = {
    "brand": "visa",
    "checks": {"address_line1_check": None, "address_postal_code_check": "pass", "cvc_check": "pass"},
    "country": "US",
    "display_brand": "visa",
    "exp_month": 8,
    "exp_year": 2034,
    "fingerprint": "Sandbox4242Visa0",
    "funding": "credit",
    "generated_from": None,
    "last4": "4242",
    "networks": {"available": ["visa"], "preferred": None},
    "regulated_status": "unregulated",
    "three_d_secure_usage": {"supported": True},
    "wallet": None,
}
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
DETAILS: dict[str, Json] = {"card": CARD, "us_bank_account": BANK}


@dataclass(frozen=True)
class Payer:
    """Who pays on the checkout page."""

    email: str
    name: str

    def billing_details(self) -> Json:
        """As Stripe shows them on charges and payment methods."""
        address = dict.fromkeys(("city", "country", "line1", "line2", "postal_code", "state")) | {
            "country": "US",
            "postal_code": "55101",
        }
        return {"address": address, "email": self.email, "name": self.name, "phone": None, "tax_id": None}


def make_payment_method(change: Change, type: str, payer: Payer, customer: str | None) -> Json:
    """Keep what the payer paid with: a card, or a bank account for payments that take days."""
    return save(
        change.db,
        {
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
            type: DETAILS[type],
        },
    )


def retrieve(change: Change, _params: Json, id: str) -> Json:
    """GET /v1/payment_methods/:id"""
    return get(change.db, id, KIND)


ROUTES = (Route("GET", "/payment_methods/<id>", PaymentMethodRetrieveParams, retrieve),)
