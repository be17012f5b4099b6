"""The one move function: what it refuses, what it counts, and what it enters."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.core.audit import AuditEntry
from ngoapp.core.db import transaction
from ngoapp.packets.models import PacketRequest
from ngoapp.packets.moves import move
from ngoapp.packets.states import MOVES, REASONS, STATES, TONES, USUAL_REASONS, WORDS
from tests.packets.factories import make_request


def walked(*ways: str) -> PacketRequest:
    request = make_request()
    for state in ways:
        move(request, state)
    return request


def test_every_state_has_words_and_every_move_a_usual_reason() -> None:
    assert set(MOVES) == set(STATES) == set(WORDS) >= set(TONES)
    assert {state for ways in MOVES.values() for state in ways} == set(USUAL_REASONS)
    assert set(USUAL_REASONS.values()) <= set(REASONS)


def test_a_packet_that_goes_out_for_the_second_time_is_sent_again(db: Session) -> None:
    request = walked("batched", "packed", "sent", "returned", "approved", "batched", "packed", "sent")
    assert (request.state, request.sendings) == ("resent", 2)


def test_taking_a_posting_back_uncounts_it(db: Session) -> None:
    request = walked("batched", "packed", "sent", "packed")
    assert (request.sendings, request.sent_at) == (0, None)
    assert move(request, "sent").state == "sent"


def test_a_scan_by_mistake_goes_back_to_the_same_word_and_moment(db: Session) -> None:
    request = walked("batched", "sent", "approved", "batched", "sent")
    sent_at = request.sent_at
    move(request, "returned")
    assert request.closed_at is None
    move(request, "sent", reason="by_mistake")
    assert (request.state, request.sendings, request.sent_at) == ("resent", 2, sent_at)
    assert request.closed_at is not None


def test_a_state_cannot_be_written_past_the_move_function(db: Session) -> None:
    request = walked("cancelled")
    with pytest.raises(ValueError, match="no way leads from cancelled to packed"):
        request.state = "packed"


def test_a_move_is_entered_with_where_from_and_why_as_codes(db: Session) -> None:
    with transaction():
        request = walked("needs_info")
        move(request, "approved", reason="answered")
    entries = db.scalars(select(AuditEntry).order_by(AuditEntry.seq)).all()
    assert entries[-1].action == "packet_request.approved"
    assert entries[-1].detail == {"before": "needs_info", "reason": "answered"}
    with pytest.raises(KeyError):
        move(request, "on_hold", reason="Anything in one's own words")
