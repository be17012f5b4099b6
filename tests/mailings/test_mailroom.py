"""The mailroom's cupboard: sheets by measurements, printers with their nudge, the sheet that was begun."""

import io

import pytest
from flask.testing import FlaskClient
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTRect
from sqlalchemy.orm import Session

from ngoapp.core.db import transaction
from ngoapp.mailings.grid import grid
from ngoapp.mailings.operations import keep_printer, remember_sheet
from ngoapp.mailings.queries import all_stock_names, first_free, own_stocks, printers, stock_of
from ngoapp.mailings.stock import find_stock
from tests.accounts.fixtures import StaffClient
from tests.organisation.factories import make_organisation

ROOM = "/staff/mailroom/"
MEASURED = {
    "name": "Herma 4360",
    "page": "a4",
    "columns": "2",
    "rows": "4",
    "width": "99,1 mm",
    "height": "67.7",
    "left": "4.65",
    "top": "13.1",
    "dx": "101.6",
    "dy": "67.7",
}


@pytest.fixture
def desk(db: Session, staff_client: StaffClient) -> FlaskClient:
    """A browser in the mailroom."""
    with transaction():
        make_organisation()
    return staff_client("packet desk")


def test_sheets_are_kept_by_what_a_ruler_says_to_the_micrometre(desk: FlaskClient) -> None:
    assert desk.post(f"{ROOM}sheets/new", data=MEASURED).status_code == 303
    stock = stock_of("herma 4360")
    assert (stock.name, stock.per_sheet, stock.page) == ("Herma 4360", 8, (210.0, 297.0))
    assert (stock.width, stock.left) == (99.1, 4.65)
    assert "Herma 4360" in desk.get(ROOM).text


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("dx", "60", "overlap or do not fit their page"),
        ("left", "150", "overlap or do not fit their page"),
        ("width", "a lot", "Enter the length in millimetres"),
        ("rows", "0", "Enter how many rows"),
        ("name", "5160", "There are sheets called"),
        ("name", "dl", "There are sheets called"),
        ("name", "avery l7160", "There are sheets called"),
    ],
)
def test_sheets_that_cannot_be_are_refused_and_what_was_typed_stays(
    desk: FlaskClient, field: str, value: str, says: str
) -> None:
    page = desk.post(f"{ROOM}sheets/new", data={**MEASURED, field: value})
    assert (page.status_code, says in page.text) == (200, True)
    assert 'value="67.7"' in page.text
    assert own_stocks() == []


def test_sheets_are_found_by_whatever_name_is_on_their_box(desk: FlaskClient) -> None:
    for name in ("Box 1/2", "4 % #7?"):
        address = desk.post(f"{ROOM}sheets/new", data={**MEASURED, "name": name}).location
        assert name in desk.get(address).text
        assert desk.get(f"{address}/test.pdf").mimetype == "application/pdf"


def test_sheets_that_are_used_up_are_offered_no_more_but_can_be_printed_again(desk: FlaskClient) -> None:
    desk.post(f"{ROOM}sheets/new", data=MEASURED)
    number = own_stocks()[0].id
    for _ in range(2):
        assert desk.post(f"{ROOM}sheets/{number}/retire").status_code == 303
    assert "Herma 4360" not in all_stock_names()
    assert stock_of("Herma 4360").per_sheet == 8


def test_a_printer_moves_its_prints_by_tenths_of_a_millimetre(desk: FlaskClient) -> None:
    form = {"name": "By the window", "right": "0.5", "down": "-1,2"}
    assert desk.post(f"{ROOM}printers/new", data=form).status_code == 303
    [printer] = printers()
    assert printer.nudge == (0.5, -1.2)
    desk.post(f"{ROOM}printers/{printer.id}", data={**form, "down": "2"})
    assert printers()[0].nudge == (0.5, 2.0)
    assert "There is a printer called" in desk.post(f"{ROOM}printers/new", data=form).text
    assert "More than 10 mm" in desk.post(f"{ROOM}printers/new", data={**form, "right": "11"}).text
    desk.post(f"{ROOM}printers/{printer.id}/remove")
    assert printers() == []


def test_a_test_print_has_the_outline_of_each_label_moved_as_the_printer_needs_it(desk: FlaskClient) -> None:
    with transaction():
        number = keep_printer(name="Old", right=10, down=0).id
    stock = find_stock("5160")
    answer = desk.get(f"{ROOM}sheets/5160/test.pdf?printer={number}")
    assert answer.data == grid(stock, (1.0, 0.0))
    [page] = extract_pages(io.BytesIO(answer.data))
    outlines = sorted(
        (round(r.x0 * 25.4 / 72, 1), round(r.width * 25.4 / 72, 1)) for r in page if isinstance(r, LTRect)
    )
    assert len(outlines) == stock.per_sheet
    assert outlines[0] == (round(stock.left + 1, 1), round(stock.width, 1))


@pytest.mark.parametrize(("start", "count", "goes_on"), [(1, 13, 14), (14, 17, 1), (28, 30, 28), (30, 1, 1)])
def test_the_sheet_that_was_begun_is_remembered(db: Session, start: int, count: int, goes_on: int) -> None:
    stock = find_stock("5160")
    with transaction():
        remember_sheet(stock, start=1, count=5)
        remember_sheet(stock, start=start, count=count)
        assert first_free(stock) == goes_on


def test_nobody_comes_in_without_the_right_to(staff_client: StaffClient, db: Session) -> None:
    with transaction():
        make_organisation()
    assert staff_client("editor").get(ROOM).status_code == 403
