"""Funds: what money is given for."""

from sqlalchemy import func, select

from ngoapp.core import audit, clock
from ngoapp.core.db import locked, one_at_a_time, save, session
from ngoapp.core.errors import Refused
from ngoapp.donations.campaigns.models import Campaign
from ngoapp.donations.campaigns.queries import collects_for
from ngoapp.donations.models import Fund


class FundNameTaken(Refused):
    """Two funds of one name could not be told apart on a receipt."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is a fund called “{name}” already.", field="name")


class LastOpenFund(Refused):
    """Donors need something to give to."""

    def __init__(self) -> None:
        super().__init__("This is the only open fund. Add another one before you close it.")


class CampaignCollects(Refused):
    """Donors read on a campaign's page what their gift is for."""

    def __init__(self, campaign: Campaign) -> None:
        super().__init__(f"The campaign “{campaign.title}” collects for this fund. Close the campaign first.")


class SuccessorIsClosed(Refused):
    """What renews goes to a fund that is open, or stays."""

    def __init__(self) -> None:
        super().__init__("Choose a fund that is open.", field="successor_id")


def add_fund(*, name: str, description: str = "", restricted: bool = False) -> Fund:
    """Add a fund, last on the form. Raises FundNameTaken."""
    _check_name(name, besides=None)
    last = session.scalar(select(func.max(Fund.position))) or 0
    fund = save(
        Fund(name=name, name_key=name, description=description, restricted=restricted, position=last + 1)
    )
    audit.record("fund.added", fund)
    return fund


def change_fund(fund_id: int, *, name: str, description: str, restricted: bool) -> Fund:
    """Change a fund; receipts that were issued keep the old words. Raises FundNameTaken."""
    fund = locked(Fund, fund_id)
    _check_name(name, besides=fund_id)
    fund.name = fund.name_key = name
    fund.description, fund.restricted = description, restricted
    audit.record("fund.changed", fund)
    return fund


def close_fund(fund_id: int, *, successor_id: int | None = None) -> None:
    """Take a fund off the forms; its gifts stay, and what is promised to it still comes. A repeat does nothing.

    Renewals of recurring gifts go to `successor_id` from now on, or stay with this fund where there is none.
    Raises LastOpenFund, CampaignCollects and SuccessorIsClosed."""
    one_at_a_time("funds.close")  # or two people close the last two funds, each leaning on the other
    fund = locked(Fund, fund_id)
    if fund.closed_at:
        return
    _check_close(fund, successor_id)
    fund.closed_at, fund.successor_id = clock.now(), successor_id
    audit.record("fund.closed", fund, **({"successor": successor_id} if successor_id else {}))


def reopen_fund(fund_id: int) -> None:
    """Put a closed fund back on the forms; renewals come to it again."""
    one_at_a_time("funds.close")
    fund = locked(Fund, fund_id)
    if fund.closed_at:
        fund.closed_at = fund.successor_id = None
        audit.record("fund.reopened", fund)


def _check_close(fund: Fund, successor_id: int | None) -> None:
    others = select(func.count()).where(Fund.closed_at.is_(None), Fund.id != fund.id)
    if not session.scalar(others):
        raise LastOpenFund
    campaign = collects_for(fund.id)
    if campaign:
        raise CampaignCollects(campaign)
    if successor_id is not None:
        successor = session.get(Fund, successor_id)
        if successor is None or successor.closed_at or successor.id == fund.id:
            raise SuccessorIsClosed


def _check_name(name: str, *, besides: int | None) -> None:
    taken = session.scalar(select(Fund.id).where(Fund.name_key == name))
    if taken is not None and taken != besides:
        raise FundNameTaken(name)
