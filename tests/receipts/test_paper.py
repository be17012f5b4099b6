"""The PDF: tagged, the same bytes each time, every name in its own letters."""

import base64
import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdf
import pytest
from sqlalchemy.orm import Session

from ngoapp.adapters.pdf import GlyphMissing, check_libraries, joined, press
from ngoapp.receipts.paper import STYLE_SHEETS, draw
from tests.receipts.factories import make_letter

NAMES = ["Nguyễn Thị Hạnh", "Ольга Петрова", "Ελένη Παπαδοπούλου", "فاطمة الزهراء", "王小明"]
pytestmark = pytest.mark.once


def text(pdf: bytes) -> str:
    return " ".join(pypdf.PdfReader(BytesIO(pdf)).pages[0].extract_text().split())


def test_a_receipt_is_tagged_as_pdf_ua_says(db: Session) -> None:
    with pikepdf.open(BytesIO(draw(make_letter()).pdf)) as pdf:
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == "Donation receipt US-2026-000123"
        assert bool(pdf.Root.MarkInfo.Marked)
        assert pdf.Root.StructTreeRoot.K
        assert str(pdf.Root.Lang) == "en"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert len(pdf.pages) == 1
        assert [float(edge) for edge in pdf.pages[0].mediabox] == [0, 0, 612, 792]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_in_any_script_is_drawn_in_embedded_fonts_and_without_a_box(db: Session, name: str) -> None:
    drawing = draw(make_letter(donor_name=name, salutation=name, address_lines=[name]))
    assert drawing.spelled_out == ""
    with pikepdf.open(BytesIO(drawing.pdf)) as pdf:
        for font in pdf.pages[0].Resources.Font.values():
            assert "/FontDescriptor" in font.DescendantFonts[0]


def test_a_letter_that_no_font_has_is_spelled_out_and_told(db: Session) -> None:
    drawing = draw(make_letter(donor_name="Ana \ue123 Roy"))
    assert drawing.spelled_out == "\ue123"
    assert "Ana [U+E123] Roy" in text(drawing.pdf)


def test_the_press_refuses_to_print_a_box(db: Session) -> None:
    with pytest.raises(GlyphMissing) as refused:
        press().print("<p>\ue123</p>", style_sheets=STYLE_SHEETS, identifier="box")
    assert refused.value.characters == "\ue123"


def test_the_same_letter_is_the_same_bytes(db: Session) -> None:
    letter = make_letter(donor_name="王小明")
    assert draw(letter).pdf == draw(letter).pdf
    assert draw(letter).pdf != draw(letter, mark="COPY").pdf


def test_a_copy_keeps_number_and_date_and_says_so(db: Session) -> None:
    copy = text(draw(make_letter(), mark="COPY").pdf)
    assert all(part in copy for part in ("COPY", "US-2026-000123", "November 22, 2026"))


def test_nothing_is_fetched_but_bundled_files(db: Session) -> None:
    page = "<title>x</title><img src='file:///etc/hostname' alt='x'><img src='https://example.org/a.png' alt='x'>"
    pdf = press().print(page, style_sheets=STYLE_SHEETS, identifier="fetch")
    assert not re.findall(rb"/Subtype\s*/Image", pdf)


def test_elsewhere_the_page_is_a4(db: Session) -> None:
    letter = make_letter(organisation=make_letter().organisation | {"paper": "a4"})
    with pikepdf.open(BytesIO(draw(letter).pdf)) as pdf:
        assert [round(float(edge)) for edge in pdf.pages[0].mediabox] == [0, 0, 595, 842]


def test_a_long_name_and_a_long_address_stay_on_one_page(db: Session) -> None:
    long = "Bartholomew and Wilhelmina Featherstonehaugh-Cholmondeley of the Northern Lakes"
    lines = [long, "A very long street indeed, house number 12, second floor, door 5", *["Somewhere"] * 3]
    letter = make_letter(donor_name=long, salutation=long, address_lines=lines, replaces="US-2026-000001")
    with pikepdf.open(BytesIO(draw(letter).pdf)) as pdf:
        assert len(pdf.pages) == 1


def test_several_receipts_become_one_document_for_the_printer(db: Session) -> None:
    pages = [draw(make_letter(number=f"US-2026-00000{n}")).pdf for n in (1, 2)]
    with pikepdf.open(BytesIO(joined(pages))) as whole:
        assert len(whole.pages) == 2


PRINTS = """
import os, sys
from pathlib import Path
from ngoapp.adapters.pdf import press
from ngoapp.cli.processes import ending_as_its_own
with ending_as_its_own():
    press().print("<html lang=en><title>Hello</title>", style_sheets=[], identifier="hello")
    print(*Path(sys.argv[1]).iterdir(), flush=True)
os._exit(0)  # as a process does that was forked
"""


def test_a_process_that_printed_leaves_nothing_in_the_temporary_folder(tmp_path: Path) -> None:
    command, there = [sys.executable, "-c", PRINTS, str(tmp_path)], {"TMPDIR": str(tmp_path)}
    run = subprocess.run(command, env=there, capture_output=True, text=True, check=True)
    assert "weasyprint-" in run.stdout
    assert list(tmp_path.iterdir()) == []


def test_the_library_that_cuts_fonts_down_is_here() -> None:
    assert check_libraries()


@pytest.mark.parametrize(
    "odd", ["a\u200bb\ufe0f", "\u202eabc", "👩‍👩‍👧 🇺🇸", "\x0b\x0c", "\ufffe", "ꦗꦮ 𒀀", "<b>&amp;</b>"]
)
def test_no_character_holds_a_receipt_up(db: Session, odd: str) -> None:
    assert draw(make_letter(donor_name=odd, salutation=odd, address_lines=[odd])).pdf.startswith(b"%PDF")


def test_a_picture_within_a_logo_is_not_fetched_either(db: Session) -> None:
    logo = (
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'>"
        "<image href='file:///etc/hostname' width='9' height='9'/></svg>"
    )
    source = f"data:image/svg+xml;base64,{base64.b64encode(logo.encode()).decode()}"
    pdf = press().print(f"<img src='{source}' alt='Logo'>", style_sheets=STYLE_SHEETS, identifier="logo")
    assert not re.findall(rb"/Subtype\s*/Image", pdf)
