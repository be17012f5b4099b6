import io
import tracemalloc
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ngoapp.mailings.fit import SMALLEST
from ngoapp.mailings.labels import LabelsDoNotFit, NothingToPrint, StartNotOnSheet, print_labels
from ngoapp.mailings.paper_fonts import CJK_FILES
from ngoapp.mailings.stock import find_stock, stock_names
from tests.mailings.sheets import Ink, ink

pytestmark = pytest.mark.once

MARGIN = 1.0
ADDRESS = ["Jack and Elizabeth Lewis", "7455 France Ave S # 266", "Edina, MN 55435-4702"]
LONG_ADDRESS = [
    "INTERNATIONAL SCLERODERMA NETWORK OF THE UPPER MIDWEST",
    "7455 FRANCE AVENUE SOUTH OF THE RIVER # 266",
    "EDINA MN 55435-4702",
]
FOUR_LINES = ["Jack and Elizabeth Lewis", "Ågren Ýÿ and Sons", *ADDRESS[1:]]
SCRIPTS = {
    "Greek": ["Ελένη Παπαδοπούλου", "Οδός Ερμού 12", "105 63 ΑΘΗΝΑ", "GREECE"],
    "Cyrillic": ["Иван Щербаков", "ул. Ленина, 5", "МОСКВА", "101000", "RUSSIA"],
    "Arabic": ["أحمد بن محمد الهاشمي", "شارع الملك فيصل 12", "الرياض 11564", "SAUDI ARABIA"],
    "Hebrew": ["משה כהן", "רחוב הרצל 5, דירה 3", "תל אביב 6578102", "ISRAEL"],
    "Thai": ["สมชาย ใจดี", "ถนนสุขุมวิท", "กรุงเทพ 10110", "THAILAND"],
    "Devanagari": ["राम कुमार", "नई दिल्ली 110001", "INDIA"],
    "Vietnamese": ["Nguyễn Văn Ẫnh", "12 Lê Lợi", "HÀ NỘI", "VIETNAM"],
    "Armenian": ["Անի Սարգսյան", "ԵՐԵՎԱՆ", "ARMENIA"],
    "Georgian": ["ნინო ბერიძე", "თბილისი", "GEORGIA"],
    "emoji": ["🎉 Ann 👩‍⚕️ Lee", "1 Elm St", "EDINA MN 55435"],
    "markup": ["<b>Ann</b> & **Lee** {nb} %s \\(x\\)", "1 Elm St", "EDINA MN 55435"],
}


def printed(labels, *, stock="5160", start=1):
    out = io.BytesIO()
    print_labels(labels, stock=find_stock(stock), start=start, out=out)
    return out.getvalue()


def misfits(labels, **how):
    with pytest.raises(LabelsDoNotFit) as refused:
        printed(labels, **how)
    return refused.value.misfits


def assert_inside(pdf, stock, places):
    """Each character lies a millimetre inside one of the places (counted through the sheets), and each has some."""
    filled = set()
    for char in ink(pdf):
        mine = [place for place in places if _is_inside(char, stock, place)]
        assert mine, f"{char} lies in no label"
        filled.update(mine)
    assert filled == set(places)


def _is_inside(char, stock, place):
    page, on_sheet = divmod(place, stock.per_sheet)
    left, top = stock.corner(on_sheet)
    return (
        char.page == page
        and left + MARGIN <= char.left <= char.right <= left + stock.width - MARGIN
        and top + MARGIN <= char.top <= char.bottom <= top + stock.height - MARGIN
    )


@pytest.mark.parametrize("name", stock_names())
@pytest.mark.parametrize("lines", [ADDRESS, FOUR_LINES, LONG_ADDRESS], ids=["short", "four lines", "long"])
def test_every_label_of_a_full_sheet_holds_its_text(name, lines):
    if (name, lines) == ("5167", LONG_ADDRESS):
        lines = FOUR_LINES  # A return address label is too small for more.
    stock = find_stock(name)
    assert_inside(printed([lines] * (stock.per_sheet + 1), stock=name), stock, range(stock.per_sheet + 1))


@pytest.mark.parametrize("name", stock_names())
@pytest.mark.parametrize("where", ["second", "middle", "last"])
def test_a_used_sheet_is_begun_where_it_is_free(name, where):
    stock = find_stock(name)
    start = {"second": 2, "middle": stock.per_sheet // 2, "last": stock.per_sheet}[where]
    assert_inside(printed([ADDRESS] * 2, stock=name, start=start), stock, range(start - 1, start + 1))


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_name_in_another_script_lies_inside_its_label(script):
    assert_inside(printed([SCRIPTS[script]]), find_stock("5160"), [0])


@pytest.mark.skipif(
    not any(Path(file).exists() for file in CJK_FILES), reason="fonts-noto-cjk is not installed"
)
def test_chinese_japanese_and_korean_lie_inside_their_labels():
    labels = [
        ["王小明", "北京市朝阳区建国路88号", "CHINA"],
        ["山田 太郎", "JAPAN"],
        ["김민수", "SOUTH KOREA"],
    ]
    assert_inside(printed(labels), find_stock("5160"), [0, 1, 2])


def test_text_reads_back_as_it_was_given():
    text = "".join(char.text for char in ink(printed([["Žofie Ørsted <b>", "10 %s {nb} \\(", "C/O #5"]])))
    assert text == "ŽofieØrsted<b>10%s{nb}\\(C/O#5"


def test_right_to_left_letters_stand_right_to_left():
    letters = ink(printed([["שלום"]]))
    by_place = "".join(char.text for char in sorted(letters, key=lambda char: char.left))
    assert by_place == "םולש"


def test_a_number_inside_hebrew_reads_left_to_right():
    letters = sorted(ink(printed([["רחוב 25"]])), key=lambda char: char.left)
    assert "".join(char.text for char in letters) == "25בוחר"


def test_lines_share_one_size_and_do_not_touch():
    chars = ink(printed([ADDRESS]))
    assert len({char.size for char in chars}) == 1
    baselines = sorted({round(char.bottom, 2) for char in chars})
    assert all(below - above >= 0.97 * chars[0].size / 72 * 25.4 for above, below in pairwise(baselines))


def test_type_shrinks_no_further_than_seven_points():
    line = "W" * 26
    small = ink(printed([[line, "1 ELM ST", "EDINA MN 55435"]]))
    assert {round(char.size, 2) for char in small} == {SMALLEST}


def test_a_unit_that_does_not_fit_goes_above_its_street():
    lines = _lines(printed([["ANN", "74555 SOUTHWESTERN UNIVERSITY BOULEVARD APT 266", "EDINA MN 55435"]]))
    assert lines == ["ANN", "APT266", "74555SOUTHWESTERNUNIVERSITYBOULEVARD", "EDINAMN55435"]


def test_a_long_name_is_wrapped_at_a_space():
    lines = _lines(printed([["ANNA MARIA " * 5, "EDINA MN 55435"]]))
    assert lines == ["ANNAMARIAANNAMARIAANNAMARIAANNA", "MARIAANNAMARIA", "EDINAMN55435"]


def test_a_word_without_end_is_refused_and_nothing_is_written():
    out = io.BytesIO()
    with pytest.raises(LabelsDoNotFit, match="2 labels cannot be printed, so none was") as refused:
        print_labels([ADDRESS, ["W" * 10_000], ADDRESS, ["ш" * 10_000]], stock=find_stock("5160"), out=out)
    assert [misfit.row for misfit in refused.value.misfits] == [2, 4]
    assert all("do not fit a label of 5160" in misfit.sentence for misfit in refused.value.misfits)
    assert all(len(misfit.sentence) < 200 for misfit in refused.value.misfits)
    assert out.getvalue() == b""


@pytest.mark.parametrize("word", ["ب" * 10_000, "א 1 " * 2_500, "👩‍⚕️" * 2_500, "कि" * 5_000])
def test_an_endless_line_in_another_script_is_refused(word):
    assert [misfit.row for misfit in misfits([[word]])] == [1]


def test_too_many_lines_are_refused():
    assert misfits([[*"ABCDEFGHIJKL"]])[0].row == 1


def test_a_character_without_a_font_is_named():
    (misfit,) = misfits([["Ann \U00013000 Lee"]])
    assert misfit.sentence == "No font here has “\U00013000” (U+13000)."


def test_an_empty_label_is_refused():
    assert misfits([ADDRESS, ["", " \t"]])[0].row == 2


def test_no_label_at_all_is_refused():
    with pytest.raises(NothingToPrint):
        printed([])


@pytest.mark.parametrize("start", [0, -1, 31])
def test_a_sheet_cannot_start_beside_its_labels(start):
    with pytest.raises(StartNotOnSheet, match="labels 1 to 30"):
        printed([ADDRESS], start=start)


def test_what_was_printed_is_counted():
    result = print_labels([ADDRESS] * 25, stock=find_stock("5160"), start=7, out=io.BytesIO())
    assert (result.count, result.sheets) == (25, 2)
    result = print_labels([ADDRESS] * 24, stock=find_stock("5160"), start=7, out=io.BytesIO())
    assert (result.count, result.sheets) == (24, 1)


def test_a_label_takes_its_few_bytes_on_paper_and_nothing_besides():
    def most_held(count):
        tracemalloc.start()
        print_labels(
            ([f"N{number}", *ADDRESS] for number in range(count)), stock=find_stock("5160"), out=io.BytesIO()
        )
        held = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return held

    most_held(30)
    once, twice = most_held(1500), most_held(3000)
    assert (twice - once) / 1500 < 1000


def test_the_same_labels_are_the_same_bytes():
    labels = [ADDRESS, *SCRIPTS.values()]
    assert printed(labels) == printed(labels)


def test_printers_are_asked_not_to_scale():
    assert b"/PrintScaling /None" in printed([ADDRESS])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(st.text(max_size=40), max_size=8), min_size=1, max_size=4))
def test_odd_text_is_printed_inside_its_label_or_refused(labels):
    try:
        pdf = printed(labels, stock="5163")
    except LabelsDoNotFit:
        return
    stock = find_stock("5163")
    for char in ink(pdf):
        assert any(_is_inside(char, stock, place) for place in range(len(labels)))


def _lines(pdf):
    lines: dict[float, list[Ink]] = {}
    for char in ink(pdf):
        lines.setdefault(round(char.bottom, 1), []).append(char)
    in_order = [sorted(lines[baseline], key=lambda char: char.left) for baseline in sorted(lines)]
    return ["".join(char.text for char in line) for line in in_order]
