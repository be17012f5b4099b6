"""How much of a recurring price is due on the first day."""

from ngoapp.sandbox.cycle import last_date, next_date, share
from ngoapp.sandbox.resources.line_items import recurring_items
from ngoapp.sandbox.state.errors import ParameterInvalid
from ngoapp.sandbox.state.objects import Json
from ngoapp.sandbox.state.world import Change


def due_now(change: Change, items: list[Json], start: Json) -> int:
    """The sum that is charged at once for a session's or a subscription's items."""
    return sum(first_amount(change, item, start) for item in items)


def first_amount(change: Change, item: Json, start: Json) -> int:
    """What one item costs at once. A trial takes nothing, an anchor ahead takes the days until then or nothing."""
    price, recurring = item["price"], item["price"]["recurring"]
    whole: int = price["unit_amount"] * item["quantity"]
    if recurring is None or not ("trial_end" in start or "billing_cycle_anchor" in start):
        return whole
    if "trial_end" in start or start.get("proration_behavior") == "none":
        return 0
    anchor = start["billing_cycle_anchor"]
    return share(whole, anchor - change.now, anchor - last_date(anchor, recurring, anchor))


def first_period(change: Change, items: list[Json], start: Json) -> tuple[int, int]:
    """When the first period ends, and the anchor of those that follow."""
    recurring = recurring_items(items)[0]["price"]["recurring"]
    anchor = start.get("trial_end", start.get("billing_cycle_anchor"))
    return (anchor, anchor) if anchor else (next_date(change.now, recurring, change.now), change.now)


def check_anchor(change: Change, items: list[Json], start: Json, param: str) -> None:
    """Refuse an anchor that leaves out a whole period. Raises ParameterInvalid."""
    if "billing_cycle_anchor" not in start:
        return
    recurring = recurring_items(items)[0]["price"]["recurring"]
    if start["billing_cycle_anchor"] > next_date(change.now, recurring, change.now):
        message = "`billing_cycle_anchor` cannot be later than the next natural billing date."
        raise ParameterInvalid(message, param=param)
