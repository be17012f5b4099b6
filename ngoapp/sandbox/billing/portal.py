"""What a payer does in the billing portal: another card, another sum, the end."""

from ngoapp.sandbox.billing.change import cancel, update
from ngoapp.sandbox.resources.cards import KEPT_THEN_DECLINED
from ngoapp.sandbox.resources.customers import tell_updated
from ngoapp.sandbox.resources.payment_methods import Payer, attach_to, make_payment_method
from ngoapp.sandbox.resources.subscriptions import ENDED
from ngoapp.sandbox.resources.subscriptions import tell_updated as tell_subscription_updated
from ngoapp.sandbox.state.errors import NotPossible
from ngoapp.sandbox.state.objects import Json, every, get
from ngoapp.sandbox.state.world import Change


def subscriptions_of(change: Change, customer_id: str) -> list[Json]:
    """What the customer gives and has not ended."""
    found = every(change.db, "subscription", customer=customer_id)
    return [subscription for subscription in found if subscription["status"] not in ENDED]


def change_card(change: Change, customer: Json, payer: Payer) -> Json:
    """Pay everything with another card from now on. Raises NotPossible when its bank refuses to have it kept."""
    if payer.card.outcome == "failed" and payer.card.number != KEPT_THEN_DECLINED:
        raise NotPossible("Your card was declined.")
    method = attach_to(change, make_payment_method(change, "card", payer, None), customer["id"])
    settings = {**customer["invoice_settings"], "default_payment_method": method["id"]}
    for subscription in subscriptions_of(change, customer["id"]):
        if subscription["default_payment_method"]:
            tell_subscription_updated(change, subscription, default_payment_method=method["id"])
    return tell_updated(change, customer, {"invoice_settings": settings})


def stop(change: Change, session: Json, subscription_id: str) -> Json:
    """End a subscription now or with its period, as the configuration says. Raises NotPossible."""
    feature = _feature(change, session, "subscription_cancel")
    subscription = _own(change, session, subscription_id)
    if feature["mode"] == "immediately":
        return cancel(change, {}, subscription["id"])
    return update(change, {"cancel_at_period_end": True}, subscription["id"])


def go_on(change: Change, session: Json, subscription_id: str) -> Json:
    """Take back an end that lies ahead. Raises NotPossible."""
    return update(change, {"cancel_at_period_end": False}, _own(change, session, subscription_id)["id"])


def choose_price(change: Change, session: Json, subscription_id: str, price_id: str) -> Json:
    """Give another sum, out of those that the configuration offers. Raises NotPossible."""
    feature = _feature(change, session, "subscription_update")
    subscription = _own(change, session, subscription_id)
    if price_id not in {price["id"] for price in offered(change, session)}:
        raise NotPossible("This sum is not offered here.")
    item = {"id": subscription["items"]["data"][0]["id"], "price": price_id}
    wanted = {"items": [item], "proration_behavior": feature["proration_behavior"]}
    return update(change, wanted, subscription["id"])


def offered(change: Change, session: Json) -> list[Json]:
    """The prices that a payer may choose from."""
    configuration = get(change.db, session["configuration"], "billing_portal.configuration")
    products = configuration["features"]["subscription_update"]["products"]
    ids = [id for product in products for id in product["prices"]]
    return [get(change.db, id, "price") for id in ids]


def _feature(change: Change, session: Json, name: str) -> Json:
    configuration = get(change.db, session["configuration"], "billing_portal.configuration")
    feature: Json = configuration["features"][name]
    if not feature["enabled"]:
        raise NotPossible("This portal does not offer that.")
    return feature


def _own(change: Change, session: Json, id: str) -> Json:
    subscription = get(change.db, id, "subscription")
    if subscription["customer"] != session["customer"]:
        raise NotPossible("This subscription is somebody else's.")
    return subscription
