"""The measurements work. How fast anything is, no test says: that is for `make bench` on a quiet machine."""

import pytest

from benchmarks import events, labels, pages, receipts, start
from benchmarks.figures import Figure, table

# Some of them start a dozen processes, which takes its time on a busy machine.
pytestmark = [pytest.mark.once, pytest.mark.timeout(400)]


def test_the_donate_page_is_measured_beside_a_bare_one():
    speed, cpu = pages.figures(rounds=1, requests=4, warm_up=2)
    assert speed.ours.endswith("/s")
    assert cpu.ours.endswith(" ms")


def test_labels_are_measured_beside_a_bare_canvas_and_glabels():
    few, more, linear, beside_glabels = labels.figures(counts=[30, 60], rounds=1)
    assert (few.name, more.name) == ("30 labels", "60 labels")
    assert linear.name == "one label of 60, CPU"
    assert "gLabels" in beside_glabels.name


def test_without_glabels_its_line_says_how_to_get_it(monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert "apt-get install glabels" in labels.beside_glabels(1).baseline


def test_receipts_are_measured_beside_naive_ones_and_their_memory_is_watched():
    system_fonts, bundled_fonts, memory = receipts.figures(rounds=1, pages=1, lengths=(6, 7))
    assert system_fonts.baseline.endswith("naive")
    assert bundled_fonts.baseline.endswith("bundled")
    assert memory.ours.endswith(" MB")


def test_every_event_that_is_measured_was_kept():
    (figure,) = events.figures(rounds=1, events=3, warm_up=1)
    assert figure.ratio


def test_the_start_is_measured():
    (figure,) = start.figures(rounds=1)
    assert figure.ratio


def test_the_table_has_a_line_for_each_figure_and_says_which_aims_were_met():
    figures = [
        Figure(name="a page", ours="9/s", baseline="10/s", ratio=0.9, aim="≥ 0.4", met=True),
        Figure(name="a start", ours="3 s", aim="≤ 0.5 s", met=False),
        Figure(name="an event", ours="5/s"),
    ]
    assert table(figures).splitlines() == [
        "name      ours  baseline  ratio  aim",
        "a page    9/s   10/s      0.90   ≥ 0.4    met",
        "a start   3 s                    ≤ 0.5 s  missed",
        "an event  5/s",
    ]
