"""How objects are shown: as the pinned version of the API has them, or as they were before "Basil"."""

from typing import Any

from ngoapp.sandbox.state.objects import Json, every
from ngoapp.sandbox.state.world import Change


def shown(change: Change, thing: Any) -> Any:
    """The same, in the shape that is switched on; what lies within it too."""
    if not change.switches.before_basil:
        return thing
    if isinstance(thing, list):
        return [shown(change, item) for item in thing]
    if not isinstance(thing, dict):
        return thing
    old = {name: shown(change, value) for name, value in thing.items()}
    return _older(change, old)


def _older(change: Change, thing: Json) -> Json:
    match thing.get("object"):
        case "subscription":
            first = thing["items"]["data"][0]
            return thing | {name: first[name] for name in ("current_period_end", "current_period_start")}
        case "invoice":
            return _older_invoice(change, thing)
        case "payment_intent" | "charge":
            intent = thing["id"] if thing["object"] == "payment_intent" else thing["payment_intent"]
            paid = every(change.db, "invoice_payment", **{"payment.payment_intent": intent})
            return thing | {"invoice": paid[0]["invoice"] if paid else None}
    return thing


def _older_invoice(change: Change, invoice: Json) -> Json:
    if "parent" not in invoice:
        return invoice
    paid = every(change.db, "invoice_payment", invoice=invoice.get("id", ""))
    intent = paid[0]["payment"]["payment_intent"] if paid else None
    charges = every(change.db, "charge", payment_intent=intent) if intent else []
    details = invoice["parent"]["subscription_details"]
    same = {name: value for name, value in invoice.items() if name != "parent"}
    return same | {
        "charge": charges[0]["id"] if charges else None,
        "paid": invoice["status"] == "paid",
        "payment_intent": intent,
        "subscription": details["subscription"],
        "subscription_details": {"metadata": details["metadata"]},
    }
