"""Writes about kits, the items in them, and what comes onto the shelf or is counted there."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import or_, select

from ngoapp.core import audit, clock
from ngoapp.core.db import found, locked, save, session
from ngoapp.core.errors import Refused
from ngoapp.core.money import Money
from ngoapp.packets.kits.models import Edition, Item, Kit, KitItem, Lot, StockEntry
from ngoapp.packets.kits.stock import Balance, balances


class NameTaken(Refused):
    """Two kits, or two items, would be called the same."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is one called “{name}” already.", field="name")


class LastKit(Refused):
    """People must be able to ask for something."""

    def __init__(self) -> None:
        super().__init__(
            "This is the only kit that can be asked for. Switch another one on first.", field="active"
        )


def add_kit(
    *, name: str, description: str = "", envelope_mg: int = 10_000, position: int = 1, active: bool = True
) -> Kit:
    """Make a kit, empty at first. Raises NameTaken."""
    _refuse_name(Kit, name)
    kit = save(
        Kit(name=name, description=description, envelope_mg=envelope_mg, position=position, active=active)
    )
    audit.record("packet_kit.added", kit)
    return kit


def change_kit(
    kit_id: int, *, name: str, description: str, envelope_mg: int, position: int, active: bool
) -> Kit:
    """Give a kit other words or another place, or take it off the form. Raises NameTaken and LastKit."""
    kits = _locked_kits(kit_id)
    kit = kits.pop(kit_id)
    if name != kit.name:
        _refuse_name(Kit, name)
    if not active and not kits:
        raise LastKit
    kit.name, kit.description, kit.envelope_mg = name, description, envelope_mg
    kit.position, kit.active = position, active
    audit.record("packet_kit.changed", kit)
    return kit


def fill_kit(kit_id: int, copies: Mapping[int, int]) -> Kit:
    """Say what is in a kit: so many copies of each item, in this order; an item that is not named, or 0, is out."""
    kit = locked(Kit, kit_id)
    before = {part.item_id: part for part in kit.parts}
    wanted = {item_id: count for item_id, count in copies.items() if count}
    kit.parts[:] = [before[item_id] for item_id in wanted if item_id in before]
    session.flush()
    for position, (item_id, count) in enumerate(wanted.items(), 1):
        part = before.get(item_id)
        if part is None:
            kit.parts.append(KitItem(item=found(Item, item_id), copies=count, position=position))
        else:
            part.copies, part.position = count, position
    session.flush()
    audit.record("packet_kit.filled", kit, items=len(wanted))
    return kit


def add_item(*, name: str, kind: str) -> Item:
    """Something that can lie in a kit. Raises NameTaken."""
    _refuse_name(Item, name)
    item = save(Item(name=name, kind=kind))
    audit.record("packet_item.added", item)
    return item


def receive_lot(*, action_key: str, edition_id: int, printed_on: date, quantity: int, cost: Money) -> Lot:
    """A print lot arrived: its copies lie on the shelf, and are counted from now on. The same form twice is one lot.

    `cost` is what the whole lot cost."""
    known = session.scalar(select(Lot).where(Lot.action_key == action_key))
    if known:
        return known
    edition = locked(Edition, edition_id)
    edition.counted = True
    lot = save(
        Lot(
            action_key=action_key,
            edition_id=edition_id,
            printed_on=printed_on,
            quantity=quantity,
            cost_minor=cost.minor,
            cost_currency=cost.currency,
            arrived_at=clock.now(),
        )
    )
    _enter(edition, "lot", quantity, source=f"lot-{lot.id}")
    audit.record("packet_stock.lot", edition, lot=lot.id, quantity=quantity)
    return lot


def count_stock(*, action_key: str, edition_id: int, counted: int, reason: str) -> Balance:
    """Somebody counted so many on the shelf: the books say so from now on. The same form twice counts once."""
    edition = locked(Edition, edition_id)
    source = f"count-{action_key}"
    before = balances([edition_id])[edition_id]
    if session.scalar(select(StockEntry.id).where(StockEntry.source == source)):
        return before
    edition.counted = True
    change = counted - before.on_hand
    _enter(edition, "counted", change, source=source, reason=reason)
    audit.record("packet_stock.counted", edition, counted=counted, change=change, reason=reason)
    return Balance(counted, before.reserved)


def set_reorder_point(edition_id: int, copies: int) -> None:
    """Say how low the shelf may get before somebody has to order."""
    edition = locked(Edition, edition_id)
    edition.reorder_point = copies
    audit.record("packet_edition.reorder_point", edition, copies=copies)


def _locked_kits(kit_id: int) -> dict[int, Kit]:
    """A kit and all that can be asked for, in the order of ids: two who take one off each do not wait in a ring."""
    found(Kit, kit_id)
    chosen = select(Kit).where(or_(Kit.active, Kit.id == kit_id)).order_by(Kit.id)
    rows = session.scalars(chosen.with_for_update().execution_options(populate_existing=True))
    return {kit.id: kit for kit in rows}


def _enter(edition: Edition, why: str, change: int, *, source: str, reason: str = "") -> None:
    who = audit.actor.get()
    save(
        StockEntry(
            source=source,
            edition_id=edition.id,
            why=why,
            shelf_change=change,
            reserved_change=0,
            reason=reason,
            by_id=who.id if who.kind == "staff" else None,
            at=clock.now(),
        )
    )


def _refuse_name(model: type[Kit] | type[Item], name: str) -> None:
    if session.scalar(select(model.id).where(model.name == name)):
        raise NameTaken(name)
