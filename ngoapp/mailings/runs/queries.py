"""Reads of print runs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from ngoapp.core.db import session
from ngoapp.core.pages import Page, page_of
from ngoapp.mailings.paper import in_words, paper_of, per_sheet
from ngoapp.mailings.runs.models import LeftOutOfRun, PrintedAddress, PrintRun
from ngoapp.mailings.runs.recipients import by_reason
from ngoapp.mailings.runs.sheets import NoSuchSheet, sheet_count
from ngoapp.people.models import Person

PAGE = 50
MOST_SHOWN = 12
AT_ONCE = 1000


@dataclass(frozen=True)
class RunFacts:
    """A run as its page shows it: on how many sheets, the first labels, and everybody who got none."""

    run: PrintRun
    paper: str
    sheets: int
    first: Sequence[Sequence[str]]
    left_out: Sequence[LeftOutOfRun]

    @property
    def reasons(self) -> list[tuple[str, list[Person]]]:
        """Why somebody got no label, each reason with those whom it kept from one."""
        return by_reason((one.reason, one.person) for one in self.left_out)

    @property
    def which_sheets(self) -> str:
        """What to say to whoever names sheets that there are not."""
        return NoSuchSheet(self.sheets).sentence


def run_facts(run: PrintRun) -> RunFacts:
    """What there is to show of a run."""
    left_out = (
        select(LeftOutOfRun).where(LeftOutOfRun.run_id == run.id).options(joinedload(LeftOutOfRun.person))
    )
    paper = paper_of(run.stock)
    return RunFacts(
        run=run,
        paper=in_words(paper),
        sheets=sheet_count(run.count, start=run.start, size=per_sheet(paper)),
        first=list(printed_lines(run.id, [range(1, MOST_SHOWN + 1)])),
        left_out=session.scalars(left_out.order_by(LeftOutOfRun.why, LeftOutOfRun.id)).all(),
    )


def runs_page(number: int) -> Page[PrintRun]:
    """Every run, newest first."""
    newest = select(PrintRun).options(selectinload(PrintRun.printed_by)).order_by(PrintRun.id.desc())
    return page_of(newest, number, size=PAGE)


def printed_lines(run_id: int, positions: Sequence[range]) -> Iterator[list[str]]:
    """The lines of the labels at these positions, in their order, as they are asked for."""
    wanted = or_(
        *(
            and_(PrintedAddress.position >= one.start, PrintedAddress.position < one.stop)
            for one in _joined(positions)
        )
    )
    chosen = select(PrintedAddress.lines).where(PrintedAddress.run_id == run_id, wanted)
    in_order = chosen.order_by(PrintedAddress.position).execution_options(yield_per=AT_ONCE)
    return (lines.split("\n") for lines in session.scalars(in_order))


def _joined(positions: Sequence[range]) -> list[range]:
    joined: list[range] = []
    for one in positions:
        if joined and joined[-1].stop == one.start:
            joined[-1] = range(joined[-1].start, one.stop)
        else:
            joined.append(one)
    return joined
