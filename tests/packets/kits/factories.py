"""Kits and shelves for tests."""

import itertools
from datetime import date
from typing import Any

from ngoapp.core.money import Money
from ngoapp.packets.kits.models import Edition, Item, Kit, Lot
from ngoapp.packets.kits.operations import add_item, add_kit, fill_kit, receive_lot

_numbers = itertools.count(1)


def arrive(edition: Edition, quantity: int, cost: int = 10_000) -> Lot:
    """A print lot comes."""
    return receive_lot(
        action_key=f"lot-{next(_numbers)}",
        edition_id=edition.id,
        printed_on=date(2026, 10, 1),
        quantity=quantity,
        cost=Money(cost, "USD"),
    )


def make_item(name: str = "") -> Item:
    """A leaflet, in no language yet."""
    return add_item(name=name or f"Leaflet {next(_numbers)}", kind="leaflet")


def make_kit(
    name: str = "For family and friends", *, items: dict[Item, int] | None = None, **facts: Any
) -> Kit:
    """A kit with these items, each so many times."""
    kit = add_kit(name=name, **{"position": 2, **facts})
    return fill_kit(kit.id, {item.id: copies for item, copies in (items or {make_item(): 1}).items()})
