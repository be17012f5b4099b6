"""The shelf: set aside, posted, given back, spoilt, counted; each said twice is done once."""

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from ngoapp.packets.kits.models import Edition, StockEntry
from ngoapp.packets.kits.operations import count_stock
from ngoapp.packets.kits.stock import (
    Balance,
    TooFew,
    balances,
    give_back,
    reserve,
    take_more,
    undo_use,
    use,
)
from tests.packets.factories import make_edition
from tests.packets.kits.factories import arrive


@pytest.fixture
def leaflet(db: Session) -> Edition:
    """A leaflet of which ten copies have come."""
    edition = make_edition()
    arrive(edition, 10)
    return edition


def shelf(edition: Edition) -> tuple[int, int]:
    """On hand and reserved."""
    balance = balances([edition.id])[edition.id]
    return balance.on_hand, balance.reserved


def test_what_is_set_aside_still_lies_on_the_shelf_but_is_not_free(leaflet: Edition) -> None:
    reserve(key="batch-1", needs={leaflet.id: 4})
    assert balances([leaflet.id])[leaflet.id] == Balance(10, 4)
    assert balances([leaflet.id])[leaflet.id].free == 6


@pytest.mark.parametrize("times", [1, 2])
def test_every_step_said_twice_is_done_once(leaflet: Edition, times: int) -> None:
    for _ in range(times):
        reserve(key="batch-1", needs={leaflet.id: 4})
    assert shelf(leaflet) == (10, 4)
    for _ in range(times):
        use(key="batch-1")
    assert shelf(leaflet) == (6, 0)
    for _ in range(times):
        reserve(key="batch-1", needs={leaflet.id: 4})
    assert shelf(leaflet) == (6, 0)
    for _ in range(times):
        undo_use(key="batch-1", needs={leaflet.id: 4})
    assert shelf(leaflet) == (10, 4)
    for _ in range(times):
        give_back(key="batch-1")
    assert shelf(leaflet) == (10, 0)


def test_the_whole_way_can_be_gone_again(leaflet: Edition) -> None:
    for _ in range(2):
        reserve(key="batch-1", needs={leaflet.id: 4})
        use(key="batch-1")
        undo_use(key="batch-1", needs={leaflet.id: 4})
        give_back(key="batch-1")
    reserve(key="batch-1", needs={leaflet.id: 4})
    use(key="batch-1")
    assert shelf(leaflet) == (6, 0)


def test_a_key_can_hold_more_or_less_than_before(leaflet: Edition) -> None:
    other = make_edition("es")
    arrive(other, 3)
    reserve(key="batch-1", needs={leaflet.id: 4})
    reserve(key="batch-1", needs={leaflet.id: 2, other.id: 3})
    assert (shelf(leaflet), shelf(other)) == ((10, 2), (3, 3))
    reserve(key="batch-1", needs={})
    assert (shelf(leaflet), shelf(other)) == ((10, 0), (3, 0))


def test_more_than_is_free_is_refused_in_a_clear_sentence_and_nothing_changes(leaflet: Edition) -> None:
    reserve(key="batch-1", needs={leaflet.id: 9})
    with pytest.raises(TooFew, match=r"there is 1 copy of “First steps”.* this needs 2"):
        reserve(key="batch-2", needs={leaflet.id: 2})
    assert shelf(leaflet) == (10, 9)


def test_a_count_that_finds_fewer_stops_the_posting_until_somebody_counts_again(leaflet: Edition) -> None:
    reserve(key="batch-1", needs={leaflet.id: 9})
    count_stock(action_key="c1", edition_id=leaflet.id, counted=5, reason="lost")
    with pytest.raises(TooFew, match="there are 5 copies"):
        use(key="batch-1")
    count_stock(action_key="c2", edition_id=leaflet.id, counted=9, reason="found")
    use(key="batch-1")
    assert shelf(leaflet) == (0, 0)


def test_a_damaged_piece_takes_more_once(leaflet: Edition) -> None:
    reserve(key="batch-1", needs={leaflet.id: 4})
    for _ in range(2):
        take_more(key="batch-1", needs={leaflet.id: 1}, action_key="jam-on-sheet-2")
    assert shelf(leaflet) == (9, 4)
    give_back(key="batch-1")
    assert shelf(leaflet) == (9, 0)


def test_what_is_set_aside_for_others_is_not_there_for_a_damaged_piece(leaflet: Edition) -> None:
    reserve(key="batch-1", needs={leaflet.id: 10})
    with pytest.raises(TooFew):
        take_more(key="batch-1", needs={leaflet.id: 1}, action_key="jam")


def test_what_is_not_counted_is_printed_as_needed(db: Session) -> None:
    letter = make_edition()
    reserve(key="batch-1", needs={letter.id: 500})
    use(key="batch-1")
    undo_use(key="batch-1", needs={letter.id: 500})
    give_back(key="batch-1")
    assert shelf(letter) == (0, 0)


def test_a_count_sets_what_lies_there_and_the_same_form_twice_counts_once(leaflet: Edition) -> None:
    for _ in range(2):
        count_stock(action_key="c1", edition_id=leaflet.id, counted=143, reason="found")
    assert shelf(leaflet) == (143, 0)


def test_the_ledger_is_only_ever_added_to(db: Session, leaflet: Edition) -> None:
    with pytest.raises(DBAPIError, match="only ever added"):
        db.execute(update(StockEntry).values(shelf_change=1000))
