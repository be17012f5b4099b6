"""Subscriptions from before the sandbox began: known to it as if they had always been, with no event about them.

Whoever has the merchant's books says what Stripe would know: the names of things are theirs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from ngoapp.sandbox.billing.collect import collect, finalize
from ngoapp.sandbox.config import SandboxConfig
from ngoapp.sandbox.resources.cards import KEPT_THEN_DECLINED, USUAL, Card
from ngoapp.sandbox.resources.customers import make_customer
from ngoapp.sandbox.resources.invoice_lines import period_line
from ngoapp.sandbox.resources.invoices import new_invoice
from ngoapp.sandbox.resources.payment_methods import Payer, attach_to, make_payment_method
from ngoapp.sandbox.resources.prices import read_price
from ngoapp.sandbox.resources.subscriptions import KIND, make_subscription, period_of
from ngoapp.sandbox.state.objects import Json, find, save
from ngoapp.sandbox.state.world import Change, behind_the_scenes

PRODUCT = "Donation"


@dataclass(frozen=True, kw_only=True)
class EarlierInvoice:
    """What was asked for, and either paid or tried in vain."""

    id: str
    made_at: datetime
    paid: bool
    next_try_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class EarlierSubscription:
    """A subscription as it stands: paid from `began_at`, the begin of its period, until `next_at`."""

    id: str
    customer_id: str
    name: str
    email: str
    amount: int
    currency: str
    interval: str
    interval_count: int
    began_at: datetime
    next_at: datetime
    paused: bool = False
    paused_until: datetime | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)
    invoices: tuple[EarlierInvoice, ...] = ()  # the oldest first


def remember_earlier(config: SandboxConfig, subscriptions: Iterable[EarlierSubscription]) -> int:
    """Let the sandbox with this state know them, whether or not it runs; those that it knows stay as they are.

    Returns how many are new."""
    with behind_the_scenes(config) as change:
        new = [each for each in subscriptions if find(change.db, each.id, KIND) is None]
        for each in new:
            _remember(change, each)
    return len(new)


def _remember(change: Change, told: EarlierSubscription) -> None:
    method = _customer_with_card(change, told)
    asked = {
        "currency": told.currency.lower(),
        "unit_amount": told.amount,
        "recurring": {"interval": told.interval, "interval_count": told.interval_count},
        "product_data": {"name": PRODUCT},
    }
    until = told.paused_until and int(told.paused_until.timestamp())
    subscription = make_subscription(
        change,
        [{"price": read_price(change, asked, ""), "quantity": 1}],
        start=int(told.began_at.timestamp()),
        end=int(told.next_at.timestamp()),
        id=told.id,
        customer=method["customer"],
        default_payment_method=method["id"],
        metadata=dict(told.metadata),
        pause_collection={"behavior": "void", "resumes_at": until} if told.paused else None,
    )
    for invoice in told.invoices:
        _ask(change, subscription, method, invoice)


def _customer_with_card(change: Change, told: EarlierSubscription) -> Json:
    """The payment method that a new customer keeps; its card fails where the last attempt did."""
    failing = bool(told.invoices) and not told.invoices[-1].paid
    payer = Payer(email=told.email, name=told.name, card=Card(KEPT_THEN_DECLINED if failing else USUAL))
    customer = make_customer(change, id=told.customer_id, email=told.email, name=told.name)
    return attach_to(change, make_payment_method(change, "card", payer, None), customer["id"])


def _ask(change: Change, subscription: Json, method: Json, told: EarlierInvoice) -> None:
    then = replace(change, now=int(told.made_at.timestamp()))
    lines = [period_line(then, item, *period_of(subscription)) for item in subscription["items"]["data"]]
    invoice = save(then.db, new_invoice(then, subscription, lines, "subscription_cycle", told.id))
    save(then.db, subscription | {"latest_invoice": told.id})
    invoice = collect(then, finalize(then, invoice), method, "succeeded" if told.paid else "failed")
    if told.next_try_at:
        save(then.db, invoice | {"next_payment_attempt": int(told.next_try_at.timestamp())})
