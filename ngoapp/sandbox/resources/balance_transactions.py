"""Balance transactions: what moved on the account, and what Stripe kept of it."""

from stripe.params import BalanceTransactionListParams, BalanceTransactionRetrieveParams

from ngoapp.sandbox.money import fee_on
from ngoapp.sandbox.resources.route import Route
from ngoapp.sandbox.state.ids import new_id
from ngoapp.sandbox.state.objects import Json, get, page, save
from ngoapp.sandbox.state.world import Change

KIND = "balance_transaction"
DAY = 86400
DISPUTE_FEE = 1500
# Which payout took it to the bank: the API filters by it and never shows it.
PAYOUT = "json_extract(private, '$.payout')"
FILTERS = ("currency", "source", "type")


def book_payment(change: Change, charge: Json, id: str = "") -> Json:
    """Book a charge that succeeded, less the fee; `id` is for what others know by a name already."""
    fee = fee_on(charge["amount"])
    detail = {
        "amount": fee,
        "application": None,
        "currency": charge["currency"],
        "description": "Stripe processing fees",
        "type": "stripe_fee",
    }
    type = "charge" if charge["payment_method_details"]["type"] == "card" else "payment"
    amount = charge["amount"]
    return _book(change, charge, amount=amount, type=type, category="charge", fees=[detail], id=id)


def book_refund(change: Change, refund: Json) -> Json:
    """Book money that goes back; Stripe keeps its fee."""
    return _book(change, refund, amount=-refund["amount"], type="refund", category="refund", fees=[])


def book_failed_refund(change: Change, refund: Json) -> Json:
    """Book money that came back because a refund did not arrive."""
    return _book(
        change, refund, amount=refund["amount"], type="refund_failure", category="refund_failure", fees=[]
    )


def book_dispute(change: Change, dispute: Json) -> Json:
    """Book money that a bank took back, and what Stripe charges for the trouble."""
    detail = {
        "amount": DISPUTE_FEE,
        "application": None,
        "currency": dispute["currency"],
        "description": "Dispute fee",
        "type": "stripe_fee",
    }
    return _book(
        change, dispute, amount=-dispute["amount"], type="adjustment", category="dispute", fees=[detail]
    )


def book_dispute_won(change: Change, dispute: Json) -> Json:
    """Book money that a bank gave up; the fee stays with Stripe."""
    return _book(
        change, dispute, amount=dispute["amount"], type="adjustment", category="dispute_reversal", fees=[]
    )


def book_payout(change: Change, payout: Json) -> Json:
    """Book money that leaves for the bank."""
    return _book(change, payout, amount=-payout["amount"], type="payout", category="payout", fees=[])


def book_failed_payout(change: Change, payout: Json) -> Json:
    """Book money that the bank sent back."""
    category = "payout_reversal"
    return _book(change, payout, amount=payout["amount"], type="payout_failure", category=category, fees=[])


def book_stripe_fee(change: Change, amount: int, currency: str, description: str) -> Json:
    """Book what Stripe takes for itself, which belongs to no payment."""
    nothing = {"id": None, "currency": currency, "description": description}
    return _book(change, nothing, amount=-amount, type="stripe_fee", category="fee", fees=[])


def book_unknown(change: Change, amount: int, currency: str) -> Json:
    """Book a line that nobody has heard of, for money or against it."""
    nothing = {"id": None, "currency": currency, "description": "A line that nobody knows"}
    return _book(change, nothing, amount=amount, type="adjustment", category="other_adjustment", fees=[])


def _book(
    change: Change, source: Json, *, amount: int, type: str, category: str, fees: list[Json], id: str = ""
) -> Json:
    fee = sum(detail["amount"] for detail in fees)
    return save(
        change.db,
        {
            "id": id or new_id("txn"),
            "object": KIND,
            "amount": amount,
            "available_on": change.now + 2 * DAY,
            "balance_type": "payments",
            "created": change.now,
            "currency": source["currency"],
            "description": source.get("description"),
            "exchange_rate": None,
            "fee": fee,
            "fee_details": fees,
            "net": amount - fee,
            "reporting_category": category,
            "source": source["id"],
            "status": "pending",
            "type": type,
        },
    )


def retrieve(change: Change, _params: Json, id: str) -> Json:
    """GET /v1/balance_transactions/:id"""
    return get(change.db, id, KIND)


def index(change: Change, params: Json) -> Json:
    """GET /v1/balance_transactions"""
    equal = {name: params.get(name) for name in FILTERS}
    extra = (f"{PAYOUT} = ?", [params["payout"]]) if "payout" in params else None
    return page(change.db, KIND, params, url="/v1/balance_transactions", equal=equal, extra=extra)


ROUTES = (
    Route("GET", "/balance_transactions", BalanceTransactionListParams, index),
    Route("GET", "/balance_transactions/<id>", BalanceTransactionRetrieveParams, retrieve),
)
