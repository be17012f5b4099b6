"""The report for whoever gives grants: one page without a person in it, and the same as a table.

In a state or country from which hardly anybody asked, a number can tell who it was: below five it is not shown. Where
what is hidden could be worked out from the sum, the next smallest is hidden with it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import current_app

from ngoapp.core import clock
from ngoapp.core.paths import templates_folder
from ngoapp.core.spreadsheets import Cell, to_csv
from ngoapp.mailings.letterhead import letterhead, logo_of, on_paper
from ngoapp.organisation.queries import our_organisation, our_today
from ngoapp.packets.figures.periods import Period
from ngoapp.packets.figures.queries import Figures, Line, figures

LEAST = 5
MOST = 5  # lines of a table, so that all of it stays on one page
FEWER, HIDDEN = "fewer than 5", "not shown"
STYLE_SHEETS = tuple(templates_folder() / "pdf" / sheet for sheet in ("letter.css", "packet_report.css"))
COLUMNS = ("part", "name", "asked", "sent", "came back", "median working days", "nine in ten within")


@dataclass(frozen=True)
class Cells:
    """One line of the report in words: a number, or why there is none."""

    name: str
    asked: str
    sent: str


def report_pdf(period: Period) -> bytes:
    """The report on the letterhead."""
    ours = letterhead(our_organisation())
    found = figures(period)
    # Straight from the environment: context processors are for pages, and would ask the database.
    html = current_app.jinja_env.get_template("pdf/packet_report.html").render(
        figures=found,
        places=(
            ("State", told(found.states)),
            ("Country", told(found.countries)),
            ("Language", told(found.languages)),
        ),
        most=MOST,
        made_on=our_today(),
        ours=ours,
        logo=logo_of(ours),
    )
    name = f"packet report {period.since:%Y-%m} {period.until:%Y-%m} {clock.now():%Y-%m-%d}"
    return on_paper(html, style_sheets=STYLE_SHEETS, identifier=name)


def report_csv(period: Period) -> str:
    """The same as a table."""
    return to_csv(COLUMNS, _rows(figures(period)))


def told(lines: Sequence[Line]) -> list[Cells]:
    """The lines with what could single somebody out left out."""
    small = [line for line in lines if 0 < line.asked < LEAST]
    beside = [line for line in lines if line.asked >= LEAST]
    hidden = {beside[-1].name} if beside and _can_be_worked_out(small) else set()
    return [_cells(line, hidden) for line in lines]


def _can_be_worked_out(small: Sequence[Line]) -> bool:
    """Whether their sum, which the others leave, tells each of them: one alone, or all as few or as many as can be."""
    together = sum(line.asked for line in small)
    return len(small) == 1 or together in {len(small), (LEAST - 1) * len(small)} - {0}


def _cells(line: Line, hidden: set[str]) -> Cells:
    if line.name in hidden:
        return Cells(line.name, HIDDEN, HIDDEN)
    return Cells(line.name, _cell(line.asked), _cell(line.sent) if line.asked >= LEAST else _cell(line.asked))


def _cell(number: int) -> str:
    return FEWER if 0 < number < LEAST else str(number)


def _rows(found: Figures) -> Iterator[Sequence[Cell]]:
    total = found.total
    yield ("total", "", total.asked, total.sent, total.returned, None, None)
    for line in found.months:
        yield ("month", line.name, line.asked, line.sent, line.returned, None, None)
    for turn in found.turns:
        yield ("channel", turn.channel, None, turn.sent, None, turn.median, turn.nine_tenths)
    for cost in found.costs:
        yield (
            f"envelopes, cost each in {cost.total.currency}",
            cost.each,
            None,
            cost.envelopes,
            cost.back,
            None,
            None,
        )
    parts = (("state", found.states), ("country", found.countries), ("language", found.languages))
    for part, lines in parts:
        for cells in told(lines):
            yield (part, cells.name, cells.asked, cells.sent, None, None, None)
    for words, count in found.ages.items():
        yield ("open now, working days", words, count, None, None, None, None)
