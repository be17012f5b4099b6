import json
from dataclasses import replace
from importlib.resources import files

import pytest

from ngoapp.mailings.stock import StockDoesNotFit, UnknownStock, find_stock, stock_names

pytestmark = pytest.mark.once


def test_every_sheet_fits_its_page():
    assert [find_stock(name).name for name in stock_names()] == stock_names()


def test_a_5160_has_thirty_labels_where_avery_puts_them():
    stock = find_stock("5160")
    assert stock.per_sheet == 30
    assert stock.corner(0) == (4.762, 12.7)
    assert stock.corner(29) == pytest.approx((4.762 + 2 * 69.85, 12.7 + 9 * 25.4))


@pytest.mark.parametrize("name", ["Avery 5160", " 5160 ", "avery-5160", "5260", "18160"])
def test_a_sheet_is_found_by_any_of_its_names(name):
    assert find_stock(name).name == "5160"


def test_letters_of_a_name_may_be_small():
    assert find_stock("l7160").name == "L7160"


def test_other_names_stand_for_sheets_that_exist():
    data = json.loads((files("ngoapp.mailings") / "data" / "label-stock.json").read_text("utf-8"))
    assert set(data["same_as"].values()) <= set(data["labels"])


def test_an_unknown_sheet_is_refused_with_the_names_we_know():
    with pytest.raises(UnknownStock, match=r"no measurements for “9999”.*5160"):
        find_stock("9999")


@pytest.mark.parametrize(
    "wrong", [{"dx": 60.0}, {"dy": 20.0}, {"left": 20.0}, {"top": 60.0}, {"left": -1.0}, {"rows": 0}]
)
def test_measurements_that_overlap_or_leave_the_page_are_refused(wrong):
    with pytest.raises(StockDoesNotFit, match="overlap or do not fit"):
        replace(find_stock("5160"), **wrong)
