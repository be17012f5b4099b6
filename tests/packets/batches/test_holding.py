"""A batch and the shelf: set aside once, posted once, given back; and who holds which edition."""

import pytest
from sqlalchemy.orm import Session

from ngoapp.core.db import transaction
from ngoapp.packets.batches.operations import mark_posted, set_aside, undo
from ngoapp.packets.batches.printing import reprint
from ngoapp.packets.batches.sorting import sort_out
from ngoapp.packets.kits.models import Edition
from ngoapp.packets.kits.sendings import in_sending
from ngoapp.packets.kits.stock import balances
from ngoapp.packets.operations import erase_person, move_request
from tests.organisation.factories import make_organisation
from tests.packets.batches.factories import SHEET, batch_of, posted
from tests.packets.factories import make_edition, make_request
from tests.packets.kits.factories import arrive


@pytest.fixture
def edition(db: Session) -> Edition:
    """An edition of which ten copies lie on the shelf."""
    with transaction():
        make_organisation()
        edition = make_edition()
        arrive(edition, quantity=10)
    return edition


def shelf(edition: Edition) -> tuple[int, int]:
    balance = balances([edition.id])[edition.id]
    return balance.on_hand, balance.reserved


def test_frozen_is_set_aside_posted_is_gone_and_each_step_back_undoes_it(edition: Edition) -> None:
    batch = posted(*(make_request(f"Asker {n}") for n in range(3)))
    assert shelf(edition) == (7, 0)
    assert in_sending(f"piece-{batch.pieces[0].id}")[0].sent_at
    undo(batch.id, reason="not_posted")
    assert shelf(edition) == (10, 3)
    undo(batch.id, reason="change")
    assert shelf(edition) == (10, 0)
    assert in_sending(f"piece-{batch.pieces[0].id}") == []


def test_whoever_is_pulled_out_gives_the_copies_back_at_once(edition: Edition) -> None:
    batch = batch_of(*(make_request(f"Asker {n}") for n in range(3)))
    for _ in range(2):
        set_aside(batch.pieces[1].id)
        assert shelf(edition) == (10, 2)


def test_a_step_back_takes_nothing_from_those_who_were_erased_after_their_packet_went(
    edition: Edition,
) -> None:
    first, second, third = asked = [make_request(f"Asker {n}") for n in range(3)]
    batch = posted(*asked)
    erase_person(first.id)
    for _ in range(2):
        undo(batch.id, reason="not_posted")
        assert shelf(edition) == (9, 2)
        mark_posted(batch.id)
        assert shelf(edition) == (7, 0)
    undo(batch.id, reason="not_posted")
    move_request(second.id, "on_hold")
    assert shelf(edition) == (9, 1)
    undo(batch.id, reason="change")
    assert (shelf(edition), third.state) == ((9, 0), "approved")


def test_a_label_that_is_printed_again_takes_nothing_from_the_shelf(edition: Edition) -> None:
    batch = batch_of(make_request())
    reprint(action_key="jam", batch_id=batch.id, sheets="1")
    assert shelf(edition) == (10, 1)


def test_when_the_shelf_is_empty_the_latest_askers_wait_with_the_reason(edition: Edition) -> None:
    asked = [make_request(f"Asker {n:02}") for n in range(12)]
    result = sort_out(asked, SHEET)
    assert [one.request for one in result.left_out] == asked[10:]
    assert "no more" in result.left_out[0].sentence
    batch_of(*asked)
    assert shelf(edition) == (10, 10)


def test_without_an_edition_nothing_is_posted_in_that_language(edition: Edition) -> None:
    result = sort_out([make_request(language="pl")], SHEET)
    assert "Polski" in result.left_out[0].sentence
