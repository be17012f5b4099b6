"""Keeping tables of postage. A table is never changed: pieces have copied its figures, a better one replaces it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from ngoapp.core import audit, clock
from ngoapp.core.db import save, session
from ngoapp.core.errors import Refused
from ngoapp.organisation.queries import our_organisation
from ngoapp.packets.batches.models import PostageRate, PostageTable


class TableFromThatDay(Refused):
    """Two tables from one day: nobody would know which is right."""

    def __init__(self) -> None:
        super().__init__("There is a table from this day already. Choose the day after.", field="valid_from")


class HeavierThanAStep(Refused):
    """A kind of mail takes at least one step of weight."""

    def __init__(self, field: str) -> None:
        super().__init__("The most that it may weigh is less than one step.", field=field)


@dataclass(frozen=True)
class Rate:
    """What a kind of mail to a zone costs."""

    zone: str
    kind: str
    step_mg: int
    most_mg: int
    first_minor: int
    next_minor: int


def add_table(*, valid_from: date, source: str, checked: bool, rates: Sequence[Rate]) -> PostageTable:
    """Keep what postage costs from a day on. Raises TableFromThatDay and HeavierThanAStep."""
    if session.scalar(select(PostageTable.id).where(PostageTable.valid_from == valid_from)):
        raise TableFromThatDay
    for rate in rates:
        if rate.most_mg < rate.step_mg:
            raise HeavierThanAStep(f"{rate.zone}_{rate.kind}_most")
    table = save(
        PostageTable(
            valid_from=valid_from,
            currency=our_organisation().currency,
            source=source,
            checked=checked,
            added_at=clock.now(),
            rates=[PostageRate(**vars(rate)) for rate in rates],
        )
    )
    audit.record("packet_postage.added", table)
    return table
