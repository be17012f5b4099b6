"""Money on its way to the bank: which lines a payout takes along, and how it ends."""

from ngoapp.sandbox.resources.balance_transactions import KIND as LINE
from ngoapp.sandbox.resources.balance_transactions import (
    PAYOUT,
    book_failed_payout,
    book_payout,
    book_unknown,
)
from ngoapp.sandbox.resources.payouts import make_payout
from ngoapp.sandbox.state.errors import NotPossible
from ngoapp.sandbox.state.events import emit
from ngoapp.sandbox.state.objects import Json, every, find, private_of, remember, save
from ngoapp.sandbox.state.world import Change


def pay_out(change: Change, currency: str, *, early: bool) -> Json:
    """Send what is available to the bank, or with `early` all that is booked. Raises NotPossible."""
    lines = waiting_lines(change, currency, early=early)
    if change.switches.unknown_in_payouts and lines:
        lines.append(book_unknown(change, change.switches.unknown_in_payouts, currency))
    amount = sum(line["net"] for line in lines)
    if not amount:
        raise NotPossible("There is nothing to pay out.")
    payout = make_payout(change, amount, currency)
    booked = book_payout(change, payout)
    for line in (*lines, booked):
        save(change.db, line | {"status": "available"})
        remember(change.db, line["id"], payout=payout["id"])
    payout["balance_transaction"] = booked["id"]
    emit(change, "payout.created", save(change.db, payout))
    return payout


def arrive(change: Change, payout: Json) -> Json:
    """The bank has it, and its lines are final. Raises NotPossible."""
    if payout["status"] != "in_transit":
        raise NotPossible(f"This payout is {payout['status']}.")
    payout["status"] = "paid"
    emit(change, "payout.paid", save(change.db, payout))
    payout["reconciliation_status"] = "completed"
    emit(change, "payout.reconciliation_completed", save(change.db, payout))
    return payout


def fail(change: Change, payout: Json) -> Json:
    """The bank sent it back, perhaps days after it had it: the money is ours to pay out again. Raises NotPossible."""
    if payout["status"] not in ("in_transit", "paid"):
        raise NotPossible(f"This payout is {payout['status']}.")
    payout |= {
        "status": "failed",
        "failure_balance_transaction": book_failed_payout(change, payout)["id"],
        "failure_code": "account_closed",
        "failure_message": "The bank account has been closed.",
    }
    emit(change, "payout.failed", save(change.db, payout))
    return payout


def waiting_lines(change: Change, currency: str, *, early: bool) -> list[Json]:
    """The lines that no payout has taken along yet, newest first."""
    return [
        line
        for line in every(change.db, LINE, currency=currency)
        if "payout" not in private_of(change.db, line["id"]) and (early or line["available_on"] <= change.now)
    ]


def lines_of(change: Change, payout_id: str) -> list[Json]:
    """What a payout is made of, newest first, with what each line is about; its own line comes first of all."""
    rows = change.db.execute(
        f"SELECT id FROM objects WHERE kind = ? AND {PAYOUT} = ? ORDER BY seq DESC",  # noqa: S608 - a constant
        (LINE, payout_id),
    ).fetchall()
    return [line for row in rows if (line := find(change.db, row["id"], LINE))]
