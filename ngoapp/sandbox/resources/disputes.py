"""Disputes: a payer's bank asks for the money back, or asks a question first."""

from stripe.params import DisputeListParams, DisputeRetrieveParams

from ngoapp.sandbox.resources.balance_transactions import book_dispute, book_dispute_won
from ngoapp.sandbox.resources.route import Route
from ngoapp.sandbox.state.errors import NotPossible
from ngoapp.sandbox.state.events import emit
from ngoapp.sandbox.state.ids import new_id
from ngoapp.sandbox.state.objects import Json, get, page, save
from ngoapp.sandbox.state.world import Change

KIND = "dispute"
TIME_TO_ANSWER = 10 * 86400
# What can become of a dispute, by the state that it is in.
OUTCOMES = {
    "needs_response": ("won", "lost"),
    "warning_needs_response": ("warning_closed", "needs_response"),
}


def dispute_charge(change: Change, charge: Json, amount: int | None, *, inquiry: bool = False) -> Json:
    """A bank disputes a charge: an inquiry only asks, anything else takes the money at once. Raises NotPossible."""
    dispute = _new(change, charge, _disputable(charge, amount), inquiry=inquiry)
    save(change.db, dispute)
    save(change.db, charge | {"disputed": True})
    emit(change, "charge.dispute.created", dispute)
    return dispute if inquiry else _withdraw(change, dispute)


def end_dispute(change: Change, dispute: Json, outcome: str) -> Json:
    """Won, lost, an inquiry that was closed, or one that became a dispute (`needs_response`). Raises NotPossible."""
    if outcome not in OUTCOMES.get(dispute["status"], ()):
        raise NotPossible(f"This dispute is {dispute['status']} and cannot become {outcome}.")
    dispute["status"] = outcome
    dispute["is_charge_refundable"] = False
    if outcome == "needs_response":
        emit(change, "charge.dispute.updated", save(change.db, dispute))
        return _withdraw(change, dispute)
    emit(change, "charge.dispute.closed", save(change.db, dispute))
    if outcome == "won":
        dispute["balance_transactions"] = [
            *dispute["balance_transactions"],
            book_dispute_won(change, dispute),
        ]
        emit(change, "charge.dispute.funds_reinstated", save(change.db, dispute))
    return dispute


def _withdraw(change: Change, dispute: Json) -> Json:
    dispute["balance_transactions"] = [book_dispute(change, dispute)]
    emit(change, "charge.dispute.funds_withdrawn", save(change.db, dispute))
    return dispute


def _disputable(charge: Json, amount: int | None) -> int:
    if charge["disputed"]:
        raise NotPossible(f"Charge {charge['id']} has been disputed already.")
    left: int = charge["amount_captured"] - charge["amount_refunded"]
    if not left or (amount or 0) > left:
        raise NotPossible("No more can be disputed than is left of the charge.")
    return left if amount is None else amount


def _new(change: Change, charge: Json, amount: int, *, inquiry: bool) -> Json:
    return {
        "id": new_id("du"),
        "object": KIND,
        "amount": amount,
        "balance_transactions": [],
        "charge": charge["id"],
        "created": change.now,
        "currency": charge["currency"],
        "enhanced_eligibility_types": [],
        "evidence": {},
        "evidence_details": {
            "due_by": change.now + TIME_TO_ANSWER,
            "enhanced_eligibility": {},
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
        },
        "is_charge_refundable": inquiry,
        "livemode": False,
        "metadata": {},
        "payment_intent": charge["payment_intent"],
        "payment_method_details": {
            "type": "card",
            "card": {
                "brand": "visa",
                "case_type": "inquiry" if inquiry else "chargeback",
                "network_reason_code": "10.4",
            },
        },
        "reason": "fraudulent",
        "status": "warning_needs_response" if inquiry else "needs_response",
    }


def retrieve(change: Change, _params: Json, id: str) -> Json:
    """GET /v1/disputes/:id"""
    return get(change.db, id, KIND)


def index(change: Change, params: Json) -> Json:
    """GET /v1/disputes"""
    equal = {name: params.get(name) for name in ("charge", "payment_intent")}
    return page(change.db, KIND, params, url="/v1/disputes", equal=equal)


ROUTES = (
    Route("GET", "/disputes", DisputeListParams, index),
    Route("GET", "/disputes/<id>", DisputeRetrieveParams, retrieve),
)
