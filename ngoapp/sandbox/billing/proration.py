"""What a change in the middle of a period gives back and takes."""

from ngoapp.sandbox.cycle import share
from ngoapp.sandbox.resources.invoice_lines import make_line
from ngoapp.sandbox.resources.subscriptions import period_of
from ngoapp.sandbox.state.objects import Json, get, private_of, remember
from ngoapp.sandbox.state.world import Change


def unused(change: Change, subscription: Json) -> list[Json]:
    """Credits for the rest of the period, which has been paid in advance."""
    return [_line(change, subscription, item, -1) for item in subscription["items"]["data"]]


def remaining(change: Change, subscription: Json) -> list[Json]:
    """Charges for the rest of the period at the price of now."""
    return [_line(change, subscription, item, 1) for item in subscription["items"]["data"]]


def keep_for_next_invoice(change: Change, subscription: Json, lines: list[Json]) -> None:
    """Let lines wait for the next invoice."""
    remember(change.db, subscription["id"], pending_lines=waiting_lines(change, subscription) + lines)


def waiting_lines(change: Change, subscription: Json) -> list[Json]:
    """The lines that wait for the next invoice."""
    waiting: list[Json] = private_of(change.db, subscription["id"]).get("pending_lines", [])
    return waiting


def take_waiting(change: Change, subscription: Json) -> list[Json]:
    """The lines that waited for the invoice that is being made."""
    waiting = waiting_lines(change, subscription)
    remember(change.db, subscription["id"], pending_lines=[])
    return waiting


def _line(change: Change, subscription: Json, item: Json, sign: int) -> Json:
    start, end = period_of(subscription)
    whole = item["price"]["unit_amount"] * item["quantity"]
    amount = sign * share(whole, min(max(end - change.now, 0), end - start), end - start)
    name = get(change.db, item["price"]["product"], "product")["name"]
    line = make_line(item, amount, change.now, end, proration=True)
    return line | {"description": f"{'Remaining' if sign > 0 else 'Unused'} time on {name}"}
