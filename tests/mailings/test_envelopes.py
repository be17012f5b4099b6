"""Envelopes: the address where machines read it, the sender above, the endorsement below the sender, nothing cut."""

import io
from collections.abc import Sequence

import pytest

from ngoapp.mailings.envelopes import (
    BOTTOM_CLEAR,
    ENDORSEMENT_GAP,
    SIDE_CLEAR,
    Envelope,
    EnvelopeDoesNotFit,
    Sender,
    envelope_names,
    find_envelope,
    print_envelopes,
)
from ngoapp.mailings.labels import LabelsDoNotFit, NothingToPrint
from tests.mailings.sheets import Ink, ink

pytestmark = pytest.mark.once
US = Sender(("NSN", "7400 SAMPLE AVE S # 210", "EDINA MN 55435-0142"), "RETURN SERVICE REQUESTED")
ADDRESS = ["JACK AND ELIZABETH LEWIS", "12 SAMPLE ST APT 4", "SAINT PAUL MN 55105-1234"]
LONG = [
    "THE ASSOCIATION OF THE FRIENDS OF THE UNIVERSITY HOSPITALS OF THE UPPER MIDWEST AND BEYOND",
    *ADDRESS,
]
READ_FROM_BOTTOM = 69.85  # DMM 202.2.1: nothing of the address higher than this, on letters of that size


def printed(addresses: Sequence[Sequence[str]], envelope: str = "#10", sender: Sender = US) -> list[Ink]:
    """What is on the envelopes."""
    out = io.BytesIO()
    print_envelopes(addresses, envelope=find_envelope(envelope), sender=sender, out=out)
    return ink(out.getvalue())


def parts(found: list[Ink], envelope: Envelope) -> tuple[list[Ink], list[Ink]]:
    """The characters of the sender's corner and of the address."""
    address = [char for char in found if char.left >= envelope.left - 0.1 and char.bottom > envelope.top]
    return [char for char in found if char not in address], address


@pytest.mark.parametrize("name", envelope_names())
@pytest.mark.parametrize("lines", [ADDRESS, LONG, ["ANN", "1 ELM ST", "EDINA MN 55435", "UNITED STATES"]])
def test_the_address_keeps_clear_of_the_edges_and_of_the_barcode(name: str, lines: list[str]) -> None:
    envelope = find_envelope(name)
    _, address = parts(printed([lines], name), envelope)
    assert address
    assert all(char.right <= envelope.width - SIDE_CLEAR for char in address)
    assert all(char.bottom <= envelope.height - BOTTOM_CLEAR for char in address)


def test_on_a_number_ten_the_address_lies_where_the_machines_of_the_postal_service_look() -> None:
    envelope = find_envelope("#10")
    _, address = parts(printed([LONG]), envelope)
    assert all(char.top >= envelope.height - READ_FROM_BOTTOM for char in address)


@pytest.mark.parametrize("name", envelope_names())
def test_the_endorsement_stands_below_the_sender_with_a_quarter_inch_between(name: str) -> None:
    envelope = find_envelope(name)
    corner, _ = parts(printed([ADDRESS], name), envelope)
    lowest = max(char.bottom for char in corner)
    endorsement = [char for char in corner if char.bottom > lowest - 1]
    sender = [char for char in corner if char not in endorsement]
    assert min(char.size for char in endorsement) >= 8 - 0.01
    assert min(char.top for char in endorsement) - max(char.bottom for char in sender) >= ENDORSEMENT_GAP - 3
    assert all(char.right <= envelope.return_left + envelope.return_width for char in sender)


def test_one_envelope_a_page_in_the_order_given() -> None:
    found = printed([ADDRESS, ["SECOND", "1 ELM ST", "EDINA MN 55435"]])
    assert {char.page for char in found} == {0, 1}
    assert "SECOND" in "".join(char.text for char in found if char.page == 1)


def test_a_nudge_moves_everything_alike() -> None:
    straight, moved = io.BytesIO(), io.BytesIO()
    envelope = find_envelope("DL")
    print_envelopes([ADDRESS], envelope=envelope, sender=US, out=straight)
    print_envelopes([ADDRESS], envelope=envelope, sender=US, out=moved, nudge=(1.5, -2.0))
    pairs = zip(ink(straight.getvalue()), ink(moved.getvalue()), strict=True)
    shifts = {(round(b.left - a.left, 1), round(b.top - a.top, 1)) for a, b in pairs}
    assert shifts == {(1.5, -2.0)}


def test_what_does_not_fit_stops_the_run_with_a_list_and_nothing_is_written() -> None:
    out = io.BytesIO()
    with pytest.raises(LabelsDoNotFit) as refused:
        print_envelopes([ADDRESS, ["W" * 300]], envelope=find_envelope("C6"), sender=US, out=out)
    [misfit] = refused.value.misfits
    assert misfit.row == 2
    assert "an envelope C6" in misfit.sentence
    assert out.getvalue() == b""


def test_no_address_is_nothing_to_print() -> None:
    with pytest.raises(NothingToPrint):
        print_envelopes([], envelope=find_envelope("#10"), sender=US, out=io.BytesIO())


def test_an_envelope_whose_address_would_leave_it_is_refused() -> None:
    measures = {"return_left": 9.0, "return_top": 9.0, "return_width": 80.0}
    with pytest.raises(EnvelopeDoesNotFit):
        Envelope(name="odd", width=220.0, height=110.0, left=205.0, top=50.0, **measures)
