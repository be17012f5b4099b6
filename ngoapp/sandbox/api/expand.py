"""`expand`: identifiers in an answer become the objects that they name."""

from typing import Any

from ngoapp.sandbox.resources.checkout_sessions import line_items_of
from ngoapp.sandbox.resources.invoice_payments import payments_of
from ngoapp.sandbox.state.errors import ParameterInvalid
from ngoapp.sandbox.state.objects import Json, every, find
from ngoapp.sandbox.state.shapes import shown
from ngoapp.sandbox.state.world import Change

DEEPEST = 4


def expand(change: Change, answer: Json, paths: list[str]) -> Json:
    """Follow each path, such as `data.payment_intent.latest_charge`. Raises ParameterInvalid."""
    for path in paths:
        parts = path.split(".")
        if len(parts) > DEEPEST:
            raise ParameterInvalid(f"You cannot expand more than {DEEPEST} levels.", param="expand")
        _follow(change, answer, parts, path)
    return answer


def _follow(change: Change, subject: Any, parts: list[str], path: str) -> None:
    if isinstance(subject, list):
        for item in subject:
            _follow(change, item, parts, path)
    elif parts and subject is not None:
        name, *rest = parts
        _follow(change, _open(change, subject, name, path), rest, path)


def _open(change: Change, subject: Any, name: str, path: str) -> Any:
    if not isinstance(subject, dict):
        raise _not_expandable(path)
    value = subject.get(name)
    if isinstance(value, str):
        value = subject[name] = shown(change, find(change.db, value))
        if value is None:
            raise _not_expandable(path)
    elif name not in subject:
        value = subject[name] = shown(change, _hidden(change, subject, name, path))
    if value is not None and not isinstance(value, dict | list):
        raise _not_expandable(path)
    return value


def _hidden(change: Change, subject: Json, name: str, path: str) -> Json:
    """What an object shows only when it is asked to."""
    match subject.get("object"), name:
        case "checkout.session", "line_items":
            return line_items_of(change, subject)
        case "invoice", "payments":
            return payments_of(change, subject)
        case "charge", "refunds":
            refunds = every(change.db, "refund", charge=subject["id"])
            return {
                "object": "list",
                "data": refunds,
                "has_more": False,
                "url": f"/v1/charges/{subject['id']}/refunds",
            }
    raise _not_expandable(path)


def _not_expandable(path: str) -> ParameterInvalid:
    return ParameterInvalid(f"This property cannot be expanded ({path}).", param="expand")
