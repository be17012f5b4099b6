"""Payouts: what goes to the bank, and of what it is made."""

from stripe.params import PayoutListParams, PayoutRetrieveParams

from ngoapp.sandbox.resources.balance_transactions import DAY
from ngoapp.sandbox.resources.route import Route
from ngoapp.sandbox.state.ids import new_id
from ngoapp.sandbox.state.objects import Json, get, page, save
from ngoapp.sandbox.state.world import Change

KIND = "payout"
FILTERS = ("status", "destination")
COMPARISONS = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}


def make_payout(change: Change, amount: int, currency: str) -> Json:
    """Keep a payout that is on its way."""
    return save(
        change.db,
        {
            "id": new_id("po"),
            "object": KIND,
            "amount": amount,
            "application_fee": None,
            "application_fee_amount": None,
            "arrival_date": (change.now // DAY + 2) * DAY,
            "automatic": True,
            "balance_transaction": None,
            "created": change.now,
            "currency": currency,
            "description": "STRIPE PAYOUT",
            "destination": "ba_SandboxBankAccount0",
            "failure_balance_transaction": None,
            "failure_code": None,
            "failure_message": None,
            "livemode": False,
            "metadata": {},
            "method": "standard",
            "original_payout": None,
            "payout_method": None,
            "reconciliation_status": "in_progress",
            "reversed_by": None,
            "source_type": "card",
            "statement_descriptor": None,
            "status": "in_transit",
            "trace_id": None,
            "type": "bank_account",
        },
    )


def retrieve(change: Change, _params: Json, id: str) -> Json:
    """GET /v1/payouts/:id"""
    return get(change.db, id, KIND)


def index(change: Change, params: Json) -> Json:
    """GET /v1/payouts"""
    equal = {name: params.get(name) for name in FILTERS}
    return page(change.db, KIND, params, url="/v1/payouts", equal=equal, extra=_arriving(params))


def _arriving(params: Json) -> tuple[str, list[int]] | None:
    asked = params.get("arrival_date")
    if asked is None:
        return None
    bounds = asked if isinstance(asked, dict) else {"gte": asked, "lte": asked}
    conditions = [f"json_extract(body, '$.arrival_date') {COMPARISONS[name]} ?" for name in bounds]
    return " AND ".join(conditions), list(bounds.values())


ROUTES = (
    Route("GET", "/payouts", PayoutListParams, index),
    Route("GET", "/payouts/<id>", PayoutRetrieveParams, retrieve),
)
