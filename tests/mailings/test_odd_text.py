"""Whatever stands in a name: so many labels are so many pages, whole, or the run stops with a list."""

import io
from math import ceil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pikepdf import Pdf

from ngoapp.mailings.envelopes import Sender, find_envelope, print_envelopes
from ngoapp.mailings.fit import SMALLEST, Box, fit
from ngoapp.mailings.labels import LabelsDoNotFit, clean, print_labels
from ngoapp.mailings.stock import find_stock
from tests.mailings.sheets import ink

pytestmark = pytest.mark.once
STOCK = find_stock("L7160")
UNHURRIED = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
NAMES = {
    "right to left": "محمد بن عبد الله שלום",
    "with numbers in it": "בית 25/7 ב",
    "Chinese": "王小明 陳大文",
    "Japanese": "山田 太郎 タロウ",
    "Korean": "김민수 홍길동",
    "emoji": "🎉 Ann 👩‍⚕️ Lee 🇫🇷",
    "markup": "<b>Ann</b> &amp; **Lee** {{ name }} %s \\n",
    "a PDF's own signs": "(Ann) Tj ET <48656c6c6f> \\) endstream",
    "turned around": "\u202eAnn\u202c Lee\u200f",
    "breaks": "Ann\r\nLee\x0b\x0c\u2028Doe",
    "marks without end": "Z" + "\u0301" * 40,
}
letters = st.one_of(
    st.characters(codec="utf-8"),
    st.sampled_from("אבجدहिไท王山김🎉👩‍⚕️<>&{}()\\%\u202e\u200d\u0301"),
    st.sampled_from("ABC abc 123 -/#"),
)
names = st.text(letters, min_size=1, max_size=60)


def single_spaced(text: str) -> str:
    """Where a line is wrapped two spaces become one, and it may fit after all: that is not what is asked here."""
    return " ".join(text.split())


def pages(pdf: io.BytesIO) -> int:
    with Pdf.open(pdf) as document:
        return len(document.pages)


def label(name: str) -> list[str]:
    return [name, "12 ELM ST", "EDINA MN 55435"]


@pytest.mark.parametrize("name", NAMES.values(), ids=list(NAMES))
def test_no_name_changes_how_many_pages_there_are(name: str) -> None:
    odd, out = [label(name)] * (STOCK.per_sheet + 1), io.BytesIO()
    assert print_labels(odd, stock=STOCK, out=out).sheets == pages(out) == 2
    out = io.BytesIO()
    print_envelopes(odd[:3], envelope=find_envelope("DL"), sender=Sender(("NSN",)), out=out)
    assert pages(out) == 3


def misfits(labels: list[list[str]], out: io.BytesIO, start: int = 1) -> dict[int, str]:
    """Why which labels cannot be printed; none when all were."""
    try:
        print_labels(labels, stock=STOCK, start=start, out=out)
    except LabelsDoNotFit as refused:
        return {misfit.row: misfit.sentence for misfit in refused.misfits}
    return {}


@UNHURRIED
@given(st.lists(names, min_size=1, max_size=STOCK.per_sheet + 3), st.integers(1, STOCK.per_sheet))
def test_so_many_labels_are_so_many_pages_or_the_run_stops_with_a_list(found: list[str], start: int) -> None:
    out = io.BytesIO()
    stopped = misfits([label(name) for name in found], out, start)
    assert set(stopped) <= set(range(1, len(found) + 1))
    assert all(stopped.values())
    if stopped:
        assert out.getvalue() == b""
    else:
        assert pages(out) == ceil((start - 1 + len(found)) / STOCK.per_sheet)


@UNHURRIED
@given(names)
def test_a_label_is_refused_or_not_whatever_stands_on_the_others(name: str) -> None:
    alone = misfits([label(name)], io.BytesIO())
    among_others = misfits([label("ANN LEE"), label(name), label("BEN")], io.BytesIO())
    assert list(alone.values()) == list(among_others.values())


@UNHURRIED
@given(st.text(st.sampled_from("ABCDEFGHIJ klmnop 0123456789-ÅÉß"), min_size=1, max_size=90))
def test_of_what_is_printed_no_letter_is_missing(name: str) -> None:
    out = io.BytesIO()
    if misfits([label(name)], out):
        return
    printed = "".join(char.text for char in ink(out.getvalue()))
    assert sorted(printed) == sorted("".join(clean(name).split()) + "12ELMST" + "EDINAMN55435")


@UNHURRIED
@given(st.lists(st.text("ab ", max_size=80).map(single_spaced).filter(bool), min_size=1, max_size=8))
def test_text_shrinks_before_it_wraps_and_wraps_before_it_is_refused(lines: list[str]) -> None:
    box = Box(width=150.0, height=90.0, preferred_size=11.0)
    fitted = fit(lines, box, measure=lambda line: 0.6 * len(line), tall=False)
    widest = max(map(len, lines)) * 0.6 * SMALLEST
    longest_word = max(len(word) for line in lines for word in line.split()) * 0.6 * SMALLEST
    if fitted is None:
        assert longest_word > box.width or len(lines) * SMALLEST > box.height - SMALLEST or widest > box.width
        return
    assert SMALLEST <= fitted.size <= box.preferred_size
    assert "".join("".join(fitted.lines).split()) == "".join("".join(lines).split())
    if widest <= box.width:
        assert list(fitted.lines) == lines
    else:
        assert fitted.size == SMALLEST
        assert len(fitted.lines) > len(lines)
    assert all(0.6 * len(line) * fitted.size <= box.width + 1e-9 for line in fitted.lines)


@pytest.mark.parametrize("word", ["W", "ш", "ب", "王", "👩‍⚕️", "<b>"])
def test_a_word_of_ten_thousand_letters_stops_the_run_with_its_row_and_spoils_no_other(word: str) -> None:
    out = io.BytesIO()
    with pytest.raises(LabelsDoNotFit) as refused:
        print_labels([label("ANN"), label(word * 10_000), label("BEN")], stock=STOCK, out=out)
    assert [(misfit.row, len(misfit.sentence) < 200) for misfit in refused.value.misfits] == [(2, True)]
    assert out.getvalue() == b""
    with pytest.raises(LabelsDoNotFit):
        print_envelopes([label(word * 10_000)], envelope=find_envelope("#10"), sender=Sender(()), out=out)
