"""Where text lies on paper, read back from the PDF: on every stock, in every place, from every first label on."""

import io

import pytest

from ngoapp.mailings.envelopes import BOTTOM_CLEAR, SIDE_CLEAR, Sender, find_envelope, print_envelopes
from ngoapp.mailings.labels import print_labels
from ngoapp.mailings.stock import LabelStock, find_stock, stock_names
from tests.mailings.sheets import Ink, words

pytestmark = pytest.mark.once
MARGIN = 1.0
NUDGES = [(0.0, 0.0), (1.5, -0.8), (-3.2, 2.4)]
US = Sender(("NSN", "7400 SAMPLE AVE S # 210", "EDINA MN 55435-0142"), "RETURN SERVICE REQUESTED")
# Publication 28, A1: nothing but the barcode in the lower right corner of a #10.
BARCODE_WIDTH, BARCODE_HEIGHT = 120.65, 15.875


def numbered(count: int) -> list[list[str]]:
    """Addresses, each with its number in front."""
    return [
        [f"N{number} Jack Lewis", "7455 France Ave S # 266", "Edina, MN 55435-4702"]
        for number in range(count)
    ]


def sheets(count: int, stock: LabelStock, start: int, nudge: tuple[float, float] = (0.0, 0.0)) -> list[Ink]:
    """What is on the sheets when so many labels are printed from place `start` on."""
    out = io.BytesIO()
    print_labels(numbered(count), stock=stock, start=start, out=out, nudge=nudge)
    return words(out.getvalue())


def place_of(word: Ink, stock: LabelStock, nudge: tuple[float, float]) -> int | None:
    """The place, counted through all sheets, in which the word lies by a millimetre."""
    for place in range(stock.per_sheet):
        left, top = (sum(pair) for pair in zip(stock.corner(place), nudge, strict=True))
        across = left + MARGIN <= word.left <= word.right <= left + stock.width - MARGIN
        if across and top + MARGIN <= word.top <= word.bottom <= top + stock.height - MARGIN:
            return word.page * stock.per_sheet + place
    return None


def assert_in_order(
    found: list[Ink], stock: LabelStock, start: int, count: int, nudge: tuple[float, float]
) -> None:
    """Each label in its own place, and every word of it."""
    places = {word: place_of(word, stock, nudge) for word in found}
    assert None not in places.values(), [word for word, place in places.items() if place is None]
    named = {int(word.text[1:]): place for word, place in places.items() if word.text[:1] == "N"}
    assert named == {number: start - 1 + number for number in range(count)}
    assert len(found) == count * len(" ".join(numbered(1)[0]).split())


@pytest.mark.parametrize("name", stock_names())
def test_from_every_first_label_on_each_address_lies_in_its_label_by_a_millimetre(name: str) -> None:
    stock = find_stock(name)
    for start in range(1, stock.per_sheet + 1):
        count = stock.per_sheet - start + 2  # to the end of this sheet, and one on the next
        assert_in_order(sheets(count, stock, start), stock, start, count, (0.0, 0.0))


@pytest.mark.parametrize("nudge", NUDGES)
@pytest.mark.parametrize("name", stock_names())
def test_a_nudge_moves_every_label_and_nothing_inside_it(name: str, nudge: tuple[float, float]) -> None:
    stock = find_stock(name)
    found = sheets(stock.per_sheet, stock, 1, nudge)
    assert_in_order(found, stock, 1, stock.per_sheet, nudge)
    straight = sheets(stock.per_sheet, stock, 1)
    moved = {
        (round(b.left - a.left, 1), round(b.top - a.top, 1)) for a, b in zip(straight, found, strict=True)
    }
    assert moved == {nudge}


@pytest.mark.parametrize("nudge", NUDGES)
@pytest.mark.parametrize("lines", [3, 5, 7])
def test_an_address_of_any_length_stays_out_of_the_barcode_s_corner(
    lines: int, nudge: tuple[float, float]
) -> None:
    envelope = find_envelope("#10")
    out = io.BytesIO()
    address = [f"LINE {number} OF A LONG ADDRESS IN A TOWN FAR AWAY" for number in range(lines)]
    print_envelopes([address] * 3, envelope=envelope, sender=US, out=out, nudge=nudge)
    found = words(out.getvalue())
    right, down = nudge
    assert {word.page for word in found} == {0, 1, 2}
    for word in found:
        bottom, end = word.bottom - down, word.right - right
        assert bottom <= envelope.height - BOTTOM_CLEAR
        assert end <= envelope.width - SIDE_CLEAR
        assert bottom <= envelope.height - BARCODE_HEIGHT or end <= envelope.width - BARCODE_WIDTH
        assert min(word.left - right, word.top - down) > 0
