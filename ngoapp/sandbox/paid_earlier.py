"""Payments from before the sandbox began: known to it as if they had always been, with no event about them.

What they brought has long been at the bank, so no payout takes it along again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from ngoapp.sandbox.config import SandboxConfig
from ngoapp.sandbox.resources.balance_transactions import book_payment
from ngoapp.sandbox.resources.charges import make_charge
from ngoapp.sandbox.resources.checkout_sessions import complete, create
from ngoapp.sandbox.resources.payment_intents import KIND, follow, make_intent
from ngoapp.sandbox.resources.payment_methods import Payer, make_payment_method
from ngoapp.sandbox.state.objects import Json, find, remember, save
from ngoapp.sandbox.state.world import Change, behind_the_scenes

AT_THE_BANK, PRODUCT = "before", "Donation"


@dataclass(frozen=True, kw_only=True)
class EarlierMoney:
    """What a card paid, as it stands: `returned` of it went back, or the bank has taken it."""

    id: str
    line_id: str  # of the balance transaction
    returned: int = 0
    disputed: bool = False


@dataclass(frozen=True, kw_only=True)
class EarlierPayment(EarlierMoney):
    """Money that was paid on a page."""

    name: str
    email: str
    amount: int
    currency: str
    made_at: datetime
    metadata: Mapping[str, str] = field(default_factory=dict)


def remember_payments(config: SandboxConfig, payments: Iterable[EarlierPayment]) -> int:
    """Let the sandbox with this state know them, whether or not it runs; those that it knows stay as they are.

    Returns how many are new."""
    with behind_the_scenes(config) as change:
        new = [each for each in payments if find(change.db, each.id, KIND) is None]
        for each in new:
            _remember(replace(change, now=int(each.made_at.timestamp())), each)
    return len(new)


def _remember(then: Change, told: EarlierPayment) -> None:
    intent = make_intent(
        then,
        id=told.id,
        amount=told.amount,
        currency=told.currency.lower(),
        payment_method_types=["card"],
    )
    payer = Payer(email=told.email, name=told.name)
    method = make_payment_method(then, "card", payer, None)
    charge = make_charge(then, intent, method, "succeeded")
    follow(then, intent, charge, method)
    complete(then, _page(then, told), payer=payer, payment_status="paid", payment_intent=told.id)
    book_earlier(then, charge, told)


def book_earlier(then: Change, charge: Json, told: EarlierMoney) -> None:
    """Put a charge on the balance that has long been paid out, and say what became of it since."""
    line = book_payment(then, charge, id=told.line_id)
    remember(then.db, line["id"], payout=AT_THE_BANK)
    charge |= {
        "balance_transaction": line["id"],
        "amount_refunded": told.returned,
        "refunded": told.returned == charge["amount"],
        "disputed": told.disputed,
    }
    save(then.db, charge)


def _page(then: Change, told: EarlierPayment) -> Json:
    """The page on which it was paid."""
    price = {
        "currency": told.currency.lower(),
        "unit_amount": told.amount,
        "product_data": {"name": PRODUCT},
    }
    return create(
        then,
        {
            "mode": "payment",
            "line_items": [{"price_data": price, "quantity": 1}],
            "metadata": dict(told.metadata),
            "success_url": then.site,
        },
    )
