"""A payout as a table for the bookkeeper."""

from collections.abc import Iterator

from ngoapp.core.spreadsheets import Cell, to_csv
from ngoapp.donations.payouts.comparing import Compared, TieOut

COLUMNS = (
    "Payout",
    "Arrives on",
    "Moved at",
    "Kind",
    "Stripe’s name",
    "Amount",
    "Fee",
    "Net",
    "Currency",
    "By our books",
    "Differs",
    "Gift",
    "Donor",
    "Fund",
    "Gift date",
)


def table_of(tie: TieOut) -> str:
    """Every line of a payout beside our books, as CSV."""
    return to_csv(COLUMNS, (list(_cells(tie, compared)) for compared in tie.lines))


def _cells(tie: TieOut, compared: Compared) -> Iterator[Cell]:
    line, gift = compared.line, compared.gift
    yield from (tie.payout.stripe_id, tie.payout.arrives_on, line.moved_at)
    yield line.category if line.kind == "stripe" else line.kind
    yield from (line.source, line.amount, line.fee, line.net, line.currency, compared.ours, compared.problem)
    yield gift.id if gift else None
    yield gift.donor_name if gift else None
    yield gift.fund.name if gift else None
    yield gift.gift_on if gift else None
