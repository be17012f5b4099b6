"""Refunds: money that goes back, and sometimes does not arrive."""

from stripe.params import RefundCreateParams, RefundListParams, RefundRetrieveParams

from ngoapp.sandbox.money import format_money
from ngoapp.sandbox.params.rules import metadata_of, only_supported, positive
from ngoapp.sandbox.resources.balance_transactions import book_failed_refund, book_refund
from ngoapp.sandbox.resources.charges import of_intent
from ngoapp.sandbox.resources.route import Route
from ngoapp.sandbox.state.errors import NotPossible, ParameterInvalid
from ngoapp.sandbox.state.events import emit
from ngoapp.sandbox.state.ids import new_id
from ngoapp.sandbox.state.objects import Json, get, page, save
from ngoapp.sandbox.state.world import Change

KIND = "refund"
SUPPORTED = frozenset({"amount", "charge", "expand", "metadata", "payment_intent", "reason"})
DESTINATIONS: dict[str, Json] = {
    "card": {
        "type": "card",
        "card": {
            "type": "refund",
            "reference_status": "pending",
            "reference_type": "acquirer_reference_number",
        },
    },
    "us_bank_account": {
        "type": "us_bank_transfer",
        "us_bank_transfer": {"reference": None, "reference_status": "pending"},
    },
}


def create(change: Change, params: Json) -> Json:
    """POST /v1/refunds"""
    only_supported(params, SUPPORTED)
    if "amount" in params:
        positive(params["amount"], "amount")
    metadata = metadata_of(params)
    charge = _charge_to_refund(change, params)
    return refund_charge(change, charge, params.get("amount"), params.get("reason"), metadata)


def refund_charge(
    change: Change, charge: Json, amount: int | None, reason: str | None = None, metadata: Json | None = None
) -> Json:
    """Give back part of a charge, or all that is left. Raises NotPossible."""
    amount = _refundable(charge, amount)
    type = charge["payment_method_details"]["type"]
    refund: Json = {
        "id": new_id("re" if type == "card" else "pyr"),
        "object": KIND,
        "amount": amount,
        "balance_transaction": None,
        "charge": charge["id"],
        "created": change.now,
        "currency": charge["currency"],
        "customer": charge["customer"],
        "customer_account": None,
        "destination_details": DESTINATIONS[type],
        "metadata": metadata or {},
        "payment_intent": charge["payment_intent"],
        "payment_method": charge["payment_method"],
        "reason": reason,
        "receipt_number": None,
        "source_transfer_reversal": None,
        # Cards are refunded at once; a bank transfer is on its way until the dashboard says how it ended.
        "status": "succeeded" if type == "card" else "pending",
        "transfer_reversal": None,
    }
    refund["balance_transaction"] = book_refund(change, refund)["id"]
    emit(change, "refund.created", save(change.db, refund))
    emit(change, "charge.refunded", _change_refunded(change, charge, amount))
    return refund


def arrive(change: Change, refund: Json) -> Json:
    """A refund that was on its way has arrived. Raises NotPossible."""
    if refund["status"] != "pending":
        raise NotPossible(f"This refund is {refund['status']} and no longer on its way.")
    refund["status"] = "succeeded"
    return _tell(change, refund, "refund.updated")


def fail(change: Change, refund: Json) -> Json:
    """A refund did not arrive: the money is back with us. Raises NotPossible."""
    if refund["status"] == "failed":
        raise NotPossible("This refund has failed already.")
    refund |= {
        "status": "failed",
        "failure_reason": "lost_or_stolen_card"
        if refund["destination_details"]["type"] == "card"
        else "declined",
        "failure_balance_transaction": book_failed_refund(change, refund)["id"],
    }
    _change_refunded(change, get(change.db, refund["charge"], "charge"), -refund["amount"])
    _tell(change, refund, "refund.updated")
    return _tell(change, refund, "refund.failed")


def _tell(change: Change, refund: Json, event: str) -> Json:
    emit(change, event, save(change.db, refund))
    return refund


def _charge_to_refund(change: Change, params: Json) -> Json:
    if ("charge" in params) == ("payment_intent" in params):
        message = "One of the following params should be provided for this request: payment_intent or charge."
        raise ParameterInvalid(message, param="charge")
    if "charge" in params:
        return get(change.db, params["charge"], "charge", "charge")
    intent = get(change.db, params["payment_intent"], "payment_intent", "payment_intent")
    succeeded = [charge for charge in of_intent(change, intent["id"]) if charge["status"] == "succeeded"]
    if not succeeded:
        raise NotPossible(f"This PaymentIntent ({intent['id']}) does not have a successful charge to refund.")
    return succeeded[0]


def _refundable(charge: Json, amount: int | None) -> int:
    if charge["status"] != "succeeded":
        raise NotPossible(f"Charge {charge['id']} is not in a state that can be refunded.", param="charge")
    if charge["disputed"]:
        message = f"Charge {charge['id']} has been charged back; cannot issue a refund."
        raise NotPossible(message, code="charge_disputed")
    left = charge["amount_captured"] - charge["amount_refunded"]
    if not left:
        raise NotPossible(f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded")
    if amount is not None and amount > left:
        wanted, rest = (format_money(sum_, charge["currency"]) for sum_ in (amount, left))
        raise NotPossible(
            f"Refund amount ({wanted}) is greater than unrefunded amount on charge ({rest})", param="amount"
        )
    return left if amount is None else amount


def _change_refunded(change: Change, charge: Json, by: int) -> Json:
    charge["amount_refunded"] += by
    charge["refunded"] = charge["amount_refunded"] == charge["amount_captured"]
    return save(change.db, charge)


def retrieve(change: Change, _params: Json, id: str) -> Json:
    """GET /v1/refunds/:id"""
    return get(change.db, id, KIND)


def index(change: Change, params: Json) -> Json:
    """GET /v1/refunds"""
    equal = {name: params.get(name) for name in ("charge", "payment_intent")}
    return page(change.db, KIND, params, url="/v1/refunds", equal=equal)


ROUTES = (
    Route("POST", "/refunds", RefundCreateParams, create),
    Route("GET", "/refunds", RefundListParams, index),
    Route("GET", "/refunds/<id>", RefundRetrieveParams, retrieve),
)
