"""Funds: what money is given for."""

from sqlalchemy import func, select

from ngoapp.core import audit, clock
from ngoapp.core.db import locked, save, session
from ngoapp.core.errors import Refused
from ngoapp.donations.models import Fund


class FundNameTaken(Refused):
    """Two funds of one name could not be told apart on a receipt."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is a fund called “{name}” already.", field="name")


class LastOpenFund(Refused):
    """Donors need something to give to."""

    def __init__(self) -> None:
        super().__init__("This is the only open fund. Add another one before you close it.")


def add_fund(*, name: str, description: str = "", restricted: bool = False) -> Fund:
    """Add a fund, last on the form. Raises FundNameTaken."""
    _check_name(name, besides=None)
    last = session.scalar(select(func.max(Fund.position))) or 0
    fund = save(Fund(name=name, description=description, restricted=restricted, position=last + 1))
    audit.record("fund.added", fund)
    return fund


def change_fund(fund_id: int, *, name: str, description: str, restricted: bool) -> Fund:
    """Change a fund; receipts that were issued keep the old words. Raises FundNameTaken."""
    fund = locked(Fund, fund_id)
    _check_name(name, besides=fund_id)
    fund.name, fund.description, fund.restricted = name, description, restricted
    audit.record("fund.changed", fund)
    return fund


def close_fund(fund_id: int) -> None:
    """Take a fund off the forms; its gifts stay. A repeat does nothing. Raises LastOpenFund."""
    fund = locked(Fund, fund_id)
    if fund.closed_at:
        return
    others = select(func.count()).where(Fund.closed_at.is_(None), Fund.id != fund_id)
    if not session.scalar(others):
        raise LastOpenFund
    fund.closed_at = clock.now()
    audit.record("fund.closed", fund)


def reopen_fund(fund_id: int) -> None:
    """Put a closed fund back on the forms."""
    fund = locked(Fund, fund_id)
    if fund.closed_at:
        fund.closed_at = None
        audit.record("fund.reopened", fund)


def _check_name(name: str, *, besides: int | None) -> None:
    taken = session.scalar(select(Fund.id).where(func.lower(Fund.name) == name.lower()))
    if taken is not None and taken != besides:
        raise FundNameTaken(name)
