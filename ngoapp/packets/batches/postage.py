"""What a stamp costs: by where a piece goes and what it weighs, from the table of the day."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from ngoapp.core.db import session
from ngoapp.mailings.lines import is_home
from ngoapp.organisation.queries import our_organisation, our_today
from ngoapp.packets.batches.models import PostageRate, PostageTable
from ngoapp.packets.batches.words import KINDS

GROWS_OLD = timedelta(days=366)


@dataclass(frozen=True)
class Stamp:
    """How a piece goes: to which zone, as which kind of mail, for how much. Empty and None are not known."""

    zone: str
    kind: str = ""
    minor: int | None = None


def tables() -> Sequence[PostageTable]:
    """Every table that somebody entered, the newest first."""
    newest = select(PostageTable).order_by(PostageTable.valid_from.desc())
    return session.scalars(newest.options(selectinload(PostageTable.rates))).all()


def table_on(day: date) -> PostageTable | None:
    """The table of that day; what we come with until there is one. None where that is in another currency."""
    newest = select(PostageTable).where(PostageTable.valid_from <= day)
    table = session.scalar(newest.order_by(PostageTable.valid_from.desc()).limit(1))
    if table is None and our_organisation().currency == _seed()["currency"]:
        return first_table()
    return table


def first_table() -> PostageTable:
    """The table that we come with, not kept: guesses to begin from."""
    facts = _seed()
    rates = [PostageRate(**rate) for rate in facts["rates"]]
    valid_from = date.fromisoformat(facts["valid_from"])
    return PostageTable(
        valid_from=valid_from,
        currency=facts["currency"],
        source=facts["source"],
        checked=False,
        rates=rates,
    )


def postage_is_old() -> bool:
    """Whether somebody should compare today's figures with the post office's: never done, or a year ago."""
    today = our_today()
    table = table_on(today)
    return table is None or not table.checked or today - table.valid_from > GROWS_OLD


def zone_of(country_code: str) -> str:
    """Which zone a country is in, seen from ours."""
    if is_home(country_code, our_organisation().country_code):
        return "home"
    return "canada" if country_code == "CA" else "abroad"


def stamp_for(country_code: str, weight_mg: int | None, table: PostageTable | None) -> Stamp:
    """The lightest kind of mail that takes this weight, and its price."""
    zone = zone_of(country_code)
    if weight_mg is None or table is None:
        return Stamp(zone)
    rates = {rate.kind: rate for rate in table.rates if rate.zone == zone}
    for kind in KINDS:
        if kind in rates and weight_mg <= rates[kind].most_mg:
            return Stamp(zone, kind, rates[kind].price(weight_mg))
    return Stamp(zone)


@cache
def _seed() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(
        (files("ngoapp.packets.batches") / "data" / "postage.json").read_text("utf-8")
    )
    return data
