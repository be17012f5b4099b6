"""Subscriptions from before the sandbox began: known to it as if they had always been, with no event about them.

Whoever has the merchant's books says what Stripe would know: the names of things are theirs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from ngoapp.sandbox.billing.collect import collect, finalize, intent_for, mark_paid
from ngoapp.sandbox.config import SandboxConfig
from ngoapp.sandbox.cycle import next_date
from ngoapp.sandbox.paid_earlier import EarlierMoney, book_earlier
from ngoapp.sandbox.resources.cards import KEPT_THEN_DECLINED, USUAL, Card
from ngoapp.sandbox.resources.charges import make_charge
from ngoapp.sandbox.resources.customers import make_customer
from ngoapp.sandbox.resources.invoice_lines import period_line
from ngoapp.sandbox.resources.invoices import new_invoice
from ngoapp.sandbox.resources.payment_intents import follow
from ngoapp.sandbox.resources.payment_methods import Payer, attach_to, make_payment_method
from ngoapp.sandbox.resources.prices import read_price
from ngoapp.sandbox.resources.subscriptions import KIND, make_subscription, recurring_of
from ngoapp.sandbox.state.objects import Json, find, save
from ngoapp.sandbox.state.world import Change, behind_the_scenes

PRODUCT = "Donation"


@dataclass(frozen=True, kw_only=True)
class EarlierInvoice:
    """What was asked for, and either paid or tried in vain; `money` where it is known under a name already."""

    id: str
    amount: int
    made_at: datetime
    paid: bool
    money: EarlierMoney | None = None
    next_try_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class EarlierSubscription:
    """A subscription as it stands: paid from `began_at`, the begin of its period, until `next_at`, or over."""

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
    ending: bool = False  # with the period
    ended_at: datetime | None = None
    ended_why: str = ""
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
    began = _stamp(told.invoices[0].made_at if told.invoices else told.began_at)
    subscription = make_subscription(
        change,
        [{"price": read_price(change, asked, ""), "quantity": 1}],
        start=_stamp(told.began_at),
        end=_stamp(told.next_at),
        id=told.id,
        created=began,
        start_date=began,
        customer=method["customer"],
        default_payment_method=method["id"],
        metadata=dict(told.metadata),
    )
    for invoice in told.invoices:
        _ask(change, subscription, method, invoice)
        subscription["latest_invoice"] = invoice.id
    save(change.db, subscription | _as_it_stands(told))


def _as_it_stands(told: EarlierSubscription) -> Json:
    """Going, paused, ending or over."""
    until = told.paused_until and _stamp(told.paused_until)
    stands: Json = {
        "pause_collection": {"behavior": "void", "resumes_at": until} if told.paused else None,
        "cancel_at_period_end": told.ending,
    }
    if told.invoices and not told.invoices[-1].paid:
        stands["status"] = "past_due"
    if told.ended_at:
        over = _stamp(told.ended_at)
        why = {"comment": None, "feedback": None, "reason": told.ended_why or None}
        stands |= {"status": "canceled", "canceled_at": over, "ended_at": over, "cancellation_details": why}
    return stands


def _customer_with_card(change: Change, told: EarlierSubscription) -> Json:
    """The payment method that a new customer keeps; its card fails where the last attempt did."""
    failing = bool(told.invoices) and not told.invoices[-1].paid
    payer = Payer(email=told.email, name=told.name, card=Card(KEPT_THEN_DECLINED if failing else USUAL))
    customer = make_customer(change, id=told.customer_id, email=told.email, name=told.name)
    return attach_to(change, make_payment_method(change, "card", payer, None), customer["id"])


def _ask(change: Change, subscription: Json, method: Json, told: EarlierInvoice) -> None:
    then = replace(change, now=_stamp(told.made_at))
    end = next_date(then.now, recurring_of(subscription), then.now)
    lines = [
        period_line(then, item, then.now, end, amount=told.amount) for item in subscription["items"]["data"]
    ]
    reason = "subscription_cycle" if subscription["latest_invoice"] else "subscription_create"
    invoice = save(then.db, new_invoice(then, subscription, lines, reason, told.id))
    if told.money:
        _paid(then, invoice, method, told.money)
        return
    invoice = collect(then, finalize(then, invoice), method, "succeeded" if told.paid else "failed")
    if told.next_try_at:
        save(then.db, invoice | {"next_payment_attempt": _stamp(told.next_try_at)})


def _paid(then: Change, invoice: Json, method: Json, money: EarlierMoney) -> None:
    intent = intent_for(then, invoice, id=money.id)
    invoice = finalize(then, invoice, intent)
    charge = make_charge(then, intent, method, "succeeded")
    follow(then, intent, charge, method)
    mark_paid(then, invoice)
    book_earlier(then, charge, money)


def _stamp(moment: datetime) -> int:
    return int(moment.timestamp())
