"""Reads of kits, items, editions and the shelf."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ScalarSelect, case, func, select
from sqlalchemy.orm import joinedload, selectinload

from ngoapp.core.db import session
from ngoapp.organisation.queries import our_today
from ngoapp.packets.kits.contents import languages_of
from ngoapp.packets.kits.editions import current_editions, editions
from ngoapp.packets.kits.models import Edition, Item, Kit, KitItem, Recall, StockEntry
from ngoapp.packets.kits.stock import Balance, balances

SOON = timedelta(days=60)
LATEST = 50


@dataclass(frozen=True)
class KitRow:
    """A kit and the languages that all of it is there in."""

    kit: Kit
    languages: Sequence[str]

    def spoken(self, names: Mapping[str, str]) -> str:
        """The languages by their own names, in a line."""
        return ", ".join(names.get(code, code) for code in self.languages)


@dataclass(frozen=True)
class EditionRow:
    """An edition as lists show it: whether it is what goes out now, its review, and its shelf."""

    edition: Edition
    goes_out: bool
    today: date
    balance: Balance

    @property
    def standing(self) -> tuple[str, str]:
        """Whether it goes out, in words and as a tag's tone."""
        if self.edition.withdrawn_at:
            return "Withdrawn", "attention"
        if self.goes_out:
            return ("Waits for its review", "attention") if self.overdue else ("Goes out", "done")
        return ("Older", "quiet") if self.edition.active else ("Not sent", "stopped")

    @property
    def overdue(self) -> bool:
        """Whether nobody has read it through in time, and nobody let it go on."""
        return self.edition.is_overdue(self.today)

    @property
    def review_is_due(self) -> bool:
        """Whether it goes out and its review is due within 60 days, or was."""
        due = self.edition.review_due_on
        return self.goes_out and due is not None and due <= self.today + SOON

    @property
    def is_low(self) -> bool:
        """Whether it goes out and somebody has to order more."""
        at_least = max(self.edition.reorder_point, 1)
        return self.goes_out and self.edition.counted and self.balance.free <= at_least

    @property
    def is_short(self) -> bool:
        """Whether more is promised to batches than lies there."""
        return self.balance.free < 0


def all_kits() -> list[KitRow]:
    """Every kit, those that can be asked for first."""
    kits = session.scalars(
        select(Kit)
        .options(selectinload(Kit.parts).joinedload(KitItem.item))
        .order_by(Kit.active.desc(), Kit.position, Kit.id)
    ).all()
    spoken = languages_of(kits)
    return [KitRow(kit, spoken[kit.id]) for kit in kits]


def all_items() -> Sequence[Item]:
    """Every item, by name."""
    return session.scalars(select(Item).order_by(Item.name)).all()


def all_editions() -> list[EditionRow]:
    """Every edition with its standing."""
    return _rows(editions())


def edition_row(edition: Edition) -> EditionRow:
    """One edition with its standing."""
    return _rows([edition])[0]


def on_the_shelf() -> list[EditionRow]:
    """The editions that are counted, those to be ordered first."""
    return sorted((row for row in all_editions() if row.edition.counted), key=lambda row: not row.is_low)


def not_counted() -> list[EditionRow]:
    """The editions that go out and that nobody counts."""
    return [row for row in all_editions() if row.goes_out and not row.edition.counted]


def entries_of(edition_id: int) -> Sequence[StockEntry]:
    """What happened on the shelf, newest first."""
    return session.scalars(
        select(StockEntry)
        .where(StockEntry.edition_id == edition_id)
        .order_by(StockEntry.id.desc())
        .options(joinedload(StockEntry.by))
        .limit(LATEST)
    ).all()


def piles() -> dict[str, ScalarSelect[int]]:
    """What waits for somebody who looks after the packets themselves, as parts of the desk's one question."""
    current = (
        select(func.max(Edition.id))
        .where(Edition.active, Edition.withdrawn_at.is_(None))
        .group_by(Edition.item_id, Edition.language)
    )
    free = (
        select(func.coalesce(func.sum(StockEntry.shelf_change - StockEntry.reserved_change), 0))
        .where(StockEntry.edition_id == Edition.id)
        .correlate(Edition)
        .scalar_subquery()
    )
    at_least = case((Edition.reorder_point > 1, Edition.reorder_point), else_=1)
    goes_out = select(func.count(Edition.id)).where(Edition.id.in_(current))
    return {
        "leaflets_to_reorder": goes_out.where(Edition.counted, free <= at_least).scalar_subquery(),
        "reviews_due": goes_out.where(Edition.review_due_on <= our_today() + SOON).scalar_subquery(),
        "recalls_open": select(func.count(Recall.id)).where(Recall.ended_at.is_(None)).scalar_subquery(),
    }


def _rows(shown: Sequence[Edition]) -> list[EditionRow]:
    current = {edition.id for edition in current_editions().values()}
    there = balances([edition.id for edition in shown if edition.counted])
    today = our_today()
    return [
        EditionRow(edition, edition.id in current, today, there.get(edition.id, Balance()))
        for edition in shown
    ]
