"""Reads about funds: what came in for them, what is still to come, and where renewals go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select

from ngoapp.core.db import found, session
from ngoapp.donations.mailed.models import MailedPledge
from ngoapp.donations.models import Fund, Gift, RecurringPlan
from ngoapp.donations.queries import all_funds
from ngoapp.donations.sums import Sum, sums_of


@dataclass(frozen=True)
class FundLine:
    """A fund as staff's list shows it: with what came in, what is still to come, and its successor."""

    fund: Fund
    sums: Sequence[Sum]
    promised: int
    recurring: int
    successor: Fund | None


def fund_lines() -> Sequence[FundLine]:
    """Every fund, the open ones first."""
    funds = all_funds()
    by_id = {fund.id: fund for fund in funds}
    sums = sums_of(Gift.fund_id, by_id.keys())
    promised = _counted(select(MailedPledge.fund_id, func.count()).where(MailedPledge.state == "promised"))
    recurring = _counted(select(RecurringPlan.fund_id, func.count()).where(RecurringPlan.state != "ended"))
    return [
        FundLine(
            fund=fund,
            sums=sums.get(fund.id, ()),
            promised=promised.get(fund.id, 0),
            recurring=recurring.get(fund.id, 0),
            successor=by_id.get(fund.successor_id or 0),
        )
        for fund in funds
    ]


def fund_line(fund_id: int) -> FundLine:
    """One fund. Raises NotThere."""
    found(Fund, fund_id)
    return next(line for line in fund_lines() if line.fund.id == fund_id)


def fund_for_renewal(fund: Fund) -> Fund:
    """Where the next gift of a plan goes that was begun for this fund: there, or to what followed a closed one."""
    while fund.closed_at and fund.successor_id:
        fund = found(Fund, fund.successor_id)
    return fund


def _counted(chosen: Select[int, int]) -> Mapping[int, int]:
    """How many rows there are for each fund."""
    rows = session.execute(chosen.group_by(chosen.selected_columns[0])).all()
    return {fund_id: count for fund_id, count in rows}  # noqa: C416 - dict() does not know a Row for a pair
