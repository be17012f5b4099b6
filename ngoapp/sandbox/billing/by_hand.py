"""A subscription as somebody makes it in Stripe's dashboard: nothing in it names anything of ours."""

from ngoapp.sandbox.billing.create import create
from ngoapp.sandbox.resources.customers import make_customer
from ngoapp.sandbox.resources.payment_methods import Payer, attach_to, make_payment_method
from ngoapp.sandbox.resources.prices import read_price
from ngoapp.sandbox.state.objects import Json
from ngoapp.sandbox.state.world import Change

PRODUCT = "Membership"


def make_by_hand(change: Change, payer: Payer, *, amount: int, currency: str, recurring: Json) -> Json:
    """A customer with a card and a subscription to a price of its own, paid at once if the card allows."""
    customer = make_customer(change, email=payer.email, name=payer.name)
    method = attach_to(change, make_payment_method(change, "card", payer, None), customer["id"])
    asked = {
        "currency": currency,
        "unit_amount": amount,
        "recurring": recurring,
        "product_data": {"name": PRODUCT},
    }
    price = read_price(change, asked, "")
    wanted = {"customer": customer["id"], "default_payment_method": method["id"]}
    return create(change, wanted | {"items": [{"price": price["id"]}]})
