"""What a merchant does with subscriptions: the set-up of the tests about them."""

from datetime import UTC, datetime
from typing import Any

from tests.sandbox.shop import Shop

MONTHLY = {"interval": "month"}


def monthly_params(amount: int = 2500, recurring: Any = None, **changes: Any) -> Any:
    """The parameters of a checkout session for a gift that comes again; a change to None leaves one out."""
    price = {
        "currency": "usd",
        "unit_amount": amount,
        "product_data": {"name": "Monthly gift"},
        "recurring": recurring or MONTHLY,
    }
    usual: dict[str, Any] = {
        "mode": "subscription",
        "success_url": "https://charity.example/thanks?s={CHECKOUT_SESSION_ID}",
        "customer_email": "ana@example.org",
        "line_items": [{"quantity": 1, "price_data": price}],
        "subscription_data": {"metadata": {"plan": "p1"}},
    }
    return {name: value for name, value in (usual | changes).items() if value is not None}


def subscribe(shop: Shop, action: str = "pay", card: str = "4242424242424242", **changes: Any) -> Any:
    """A session on which somebody began to give; `changes` are those of `monthly_params`."""
    session = shop.stripe.v1.checkout.sessions.create(monthly_params(**changes))
    assert shop.press(session, action, card=card).status == 303
    return shop.again(session)


def subscription(shop: Shop, id: str, *expand: str) -> Any:
    """A subscription as it is now."""
    return shop.stripe.v1.subscriptions.retrieve(id, {"expand": list(expand)})


def invoices(shop: Shop, id: str) -> Any:
    """The invoices of a subscription, newest first, with their payments."""
    return shop.stripe.v1.invoices.list({"subscription": id, "expand": ["data.payments"]}).data


def dashboard_subscription(shop: Shop, card: str = "4242424242424242", **changes: Any) -> Any:
    """A subscription as somebody makes it by hand, without our metadata."""
    v1 = shop.stripe.v1
    begun = subscribe(shop, card=card)
    method = subscription(shop, begun.subscription).default_payment_method
    price = v1.prices.create(
        {"currency": "usd", "unit_amount": 4000, "recurring": MONTHLY, "product_data": {"name": "By hand"}}  # type: ignore[typeddict-item]
    )
    params: Any = {
        "customer": begun.customer,
        "items": [{"price": price.id}],
        "default_payment_method": method,
    }
    return v1.subscriptions.create(params | changes)


def advance(shop: Shop, id: str, to: str | int = "renewal", outcome: str | None = None, **more: Any) -> Any:
    """Move a subscription's time ahead."""
    wanted = {"to": to, "outcome": outcome} | more
    answer = shop.post_json(f"/subscriptions/{id}/advance.json", wanted)
    assert answer.status == 200, answer.text
    return answer.json()


def open_portal(shop: Shop, begun: Any, flow: str | None = None, **params: Any) -> Any:
    """A billing portal session for the payer of a checkout session, for one thing or for everything."""
    wanted: Any = {"customer": begun.customer, "return_url": "https://charity.example/giving"} | params
    if flow:
        about = {flow: {"subscription": begun.subscription}} if flow.startswith("subscription") else {}
        wanted["flow_data"] = {"type": flow, **about, **params.get("flow_data", {})}
    return shop.stripe.v1.billing_portal.sessions.create(wanted)


def period(found: Any) -> tuple[int, int]:
    """Begin and end of a subscription's period."""
    item = found["items"].data[0]
    return item.current_period_start, item.current_period_end


def day(moment: int) -> str:
    """A moment as a day."""
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%d")
