"""A batch on paper: the same order and marks on every paper, codes inside their labels, sheets again after a jam."""

import io
import re

import pytest
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTCurve, LTRect
from sqlalchemy.orm import Session

from ngoapp.core.db import transaction
from ngoapp.mailings.envelopes import envelope_names, find_envelope
from ngoapp.mailings.labels import NothingToPrint, StartNotOnSheet
from ngoapp.mailings.marks import Mark, Marked
from ngoapp.mailings.operations import keep_printer
from ngoapp.mailings.queries import first_free
from ngoapp.mailings.stock import find_stock, stock_names
from ngoapp.packets.batches.models import PacketBatch
from ngoapp.packets.batches.operations import set_aside
from ngoapp.packets.batches.paper import draw
from ngoapp.packets.batches.papers import pick_list_pdf, slips_pdf
from ngoapp.packets.batches.printing import NotOnTheBatch, labels_pdf, reprint, reprint_pdf
from tests.mailings.sheets import MM, ink
from tests.organisation.factories import make_organisation
from tests.packets.batches.factories import SHEET, batch_of, text_of
from tests.packets.factories import CANADA, make_edition, make_request

LINES = ["ANA RUIZ", "120 LAKE ST W", "MINNEAPOLIS MN 55408"]
MARK = Mark("B99999-300", "WWWWWW")


@pytest.fixture(autouse=True)
def desk(db: Session) -> None:
    with transaction():
        make_organisation()
        for language in ("en", "es"):
            make_edition(language)


def many(count: int, **facts: object) -> PacketBatch:
    return batch_of(*(make_request(f"Asker {n:03}") for n in range(count)), **facts)  # type: ignore[arg-type]


def marks_in(text: str) -> list[str]:
    return re.findall(r"B[0-9]+-[0-9]{3}", text)


def black(pdf: bytes) -> list[tuple[float, float, float, float]]:
    """Every dark module: left, top, right, bottom in millimetres."""
    page = next(iter(extract_pages(io.BytesIO(pdf))))
    shapes = [item for item in page if isinstance(item, LTRect | LTCurve)]
    height = page.height
    return [(s.x0 / MM, (height - s.y1) / MM, s.x1 / MM, (height - s.y0) / MM) for s in shapes]


def test_labels_and_slips_have_the_same_marks_in_the_same_order(db: Session) -> None:
    asked = [make_request(f"Asker {n}", language="es" if n % 2 else "en") for n in range(7)]
    batch = batch_of(make_request("Luc Roy", address=CANADA), *asked)
    labels, slips = text_of(labels_pdf(batch.id)), text_of(slips_pdf(batch.id))
    marks = [piece.mark for piece in batch.pieces]
    assert marks_in(labels) == marks_in(slips) == marks
    names = [line for line in labels.splitlines() if line.startswith(("ASKER", "LUC"))]
    assert [line for line in slips.splitlines() if line in names] == names
    assert f"{marks[0]} to 004" in text_of(pick_list_pdf(batch.id))


def test_a_slip_says_what_goes_in_and_the_pick_list_how_many_in_all(db: Session) -> None:
    batch = many(3)
    assert text_of(slips_pdf(batch.id)).count("First steps") == 3
    [line] = [line for line in text_of(pick_list_pdf(batch.id)).splitlines() if "First steps" in line]
    assert line.endswith("3")


def test_whoever_was_pulled_out_leaves_a_free_label_and_the_others_stay_where_they_were(db: Session) -> None:
    batch = many(3)
    before = {(char.text, char.left, char.top) for char in ink(labels_pdf(batch.id))}
    set_aside(batch.pieces[1].id)
    pdf = labels_pdf(batch.id)
    assert "ASKER 001" not in text_of(pdf)
    assert marks_in(text_of(pdf)) == [batch.pieces[0].mark, batch.pieces[2].mark]
    assert {(char.text, char.left, char.top) for char in ink(pdf)} < before


@pytest.mark.parametrize("stock", stock_names())
def test_the_mark_and_its_code_keep_a_millimetre_inside_the_label(stock: str) -> None:
    sheet = find_stock(stock)
    for place in (1, sheet.per_sheet // 2, sheet.per_sheet):
        pdf = draw([Marked(LINES, MARK)], paper=sheet, start=place)
        left, top = sheet.corner(place - 1)
        boxes = [*black(pdf), *((char.left, char.top, char.right, char.bottom) for char in ink(pdf))]
        assert all(
            box[0] >= left + 1 and box[1] >= top + 1 - 0.35
            and box[2] <= left + sheet.width - 1 and box[3] <= top + sheet.height - 1 + 0.35
            for box in boxes
        )  # fmt: skip
        assert "WWWWWW" in "".join(char.text for char in ink(pdf))


def test_a_code_keeps_its_quiet_zone_from_every_letter() -> None:
    pdf = draw([Marked(["W" * 16, "M" * 17, *LINES], MARK)], paper=SHEET)
    code, quiet = black(pdf), 4 / MM
    left, bottom = min(box[0] for box in code), max(box[3] for box in code)
    address = [char for char in ink(pdf) if char.size > 6]
    assert max(char.right for char in address) <= left - quiet + 0.1
    assert min(char.top for char in ink(pdf) if char.size < 6) >= bottom


@pytest.mark.parametrize("name", envelope_names())
def test_on_an_envelope_the_mark_is_clear_of_address_and_barcode(name: str) -> None:
    envelope = find_envelope(name)
    pdf = draw([Marked(LINES, MARK)], paper=envelope)
    marks = [(char.left, char.top, char.right, char.bottom) for char in ink(pdf) if char.size < 6]
    for left, top, right, bottom in [*black(pdf), *marks]:
        assert left >= 1
        assert bottom <= envelope.height - 1
        assert right <= envelope.width - 120.65
        assert top >= envelope.height - 15.875


def test_a_jammed_sheet_comes_again_with_exactly_its_labels_in_their_order(db: Session) -> None:
    batch = many(70, start=21)
    again = reprint(action_key="jam", batch_id=batch.id, sheets="2")
    assert again.places == set(range(11, 41))
    assert marks_in(text_of(reprint_pdf(batch.id, again.id))) == [p.mark for p in batch.pieces[10:40]]
    assert reprint(action_key="jam", batch_id=batch.id, sheets="2").id == again.id


@pytest.mark.parametrize(
    ("sheets", "marks", "start", "goes_on_at"),
    [
        ("2", "", 1, 11),  # a whole sheet on a whole sheet: the begun one goes on where it did
        ("3", "", 1, 11),  # the last sheet again: so far it is used up
        ("", "5", 11, 12),  # one label on the begun sheet
        ("2-3", "", 5, 15),
    ],
)
def test_after_a_jam_no_label_of_the_begun_sheet_is_counted_twice(
    db: Session, sheets: str, marks: str, start: int, goes_on_at: int
) -> None:
    batch = many(70)
    assert first_free(SHEET) == 11
    for _ in range(2):
        again = reprint(action_key="jam", batch_id=batch.id, sheets=sheets, marks=marks, start=start)
        reprint_pdf(batch.id, again.id)
        assert first_free(SHEET) == goes_on_at


@pytest.mark.parametrize("marks", ["2, 4", "2;4", "B1-002 B1-004", "b1-2 4"])
def test_single_labels_come_again_by_mark_or_number(db: Session, marks: str) -> None:
    batch = many(5)
    assert reprint(action_key="jam", batch_id=batch.id, marks=marks).places == {2, 4}


@pytest.mark.parametrize("sheets", ["0", "4", "3-4", "4-3", "x", "-1", "1-", "1..2", "9" * 50])
def test_sheets_that_there_are_not_are_refused_and_nothing_is_printed(db: Session, sheets: str) -> None:
    batch = many(70)
    with pytest.raises(NotOnTheBatch, match="from 1 to 3"):
        reprint(action_key="jam", batch_id=batch.id, sheets=sheets)
    assert first_free(SHEET) == 11


def test_nothing_named_is_nothing_to_print_again(db: Session) -> None:
    batch = many(2)
    with pytest.raises(NothingToPrint):
        reprint(action_key="jam", batch_id=batch.id)
    with pytest.raises(StartNotOnSheet):
        reprint(action_key="jam", batch_id=batch.id, marks="1", start=31)


def test_envelopes_come_one_by_one_under_the_short_name_and_any_of_them_again(db: Session) -> None:
    batch = many(3, stock="#10")
    text = text_of(labels_pdf(batch.id))
    assert marks_in(text) == [piece.mark for piece in batch.pieces]
    assert text.count("RETURN SERVICE REQUESTED") == 3
    again = reprint(action_key="jam", batch_id=batch.id, sheets="2-3")
    assert marks_in(text_of(reprint_pdf(batch.id, again.id))) == [p.mark for p in batch.pieces[1:]]


def test_a_batch_is_printed_on_its_own_sheets_moved_as_its_printer_needs_it(db: Session) -> None:
    with transaction():
        printer = keep_printer(name="Askew", right=20, down=0)
        straight = labels_pdf(many(1).id)
        moved = labels_pdf(many(1, printer_id=printer.id).id)
    assert round(ink(moved)[0].left - ink(straight)[0].left, 1) == 2.0
