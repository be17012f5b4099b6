"""Keeping a print run as it was printed, and printing it, or some of its sheets, again."""

from sqlalchemy import insert, select

from ngoapp.core import audit, clock
from ngoapp.core.db import found, save, session
from ngoapp.mailings.labels import NothingToPrint
from ngoapp.mailings.models import Printer
from ngoapp.mailings.operations import remember_sheet
from ngoapp.mailings.paper import Paper, check_start, draw, paper_of, per_sheet
from ngoapp.mailings.runs.models import LeftOutOfRun, PrintedAddress, PrintRun
from ngoapp.mailings.runs.queries import printed_lines
from ngoapp.mailings.runs.recipients import Recipients
from ngoapp.mailings.runs.sheets import on_sheets, sheet_count, sheets_named
from ngoapp.mailings.stock import LabelStock


def keep_run(*, action_key: str, chosen: str, people: Recipients, paper: Paper, start: int) -> PrintRun:
    """Keep what is printed for these people, line by line, and who was left out. The same form twice is one run.

    Raises StartNotOnSheet and NothingToPrint; then nothing has changed."""
    known = session.scalar(select(PrintRun).where(PrintRun.action_key == action_key))
    if known:
        return known
    if not people.labels:
        raise NothingToPrint
    check_start(paper, start)
    who = audit.actor.get()
    run = save(
        PrintRun(
            action_key=action_key,
            chosen=chosen,
            stock=paper.name,
            start=start,
            count=len(people.labels),
            printed_at=clock.now(),
            printed_by_id=who.id if who.kind == "staff" else None,
        )
    )
    _keep_lines(run, people)
    if isinstance(paper, LabelStock):
        remember_sheet(paper, start=start, count=run.count)
    audit.record("print_run.printed", run, labels=run.count, left_out=len(people.left_out))
    return run


def run_pdf(run_id: int, *, sheets: str = "", printer_id: int = 0) -> bytes:
    """The run as it was printed, or only the sheets that are named (“3-4”), each label in its old place.

    Each print is entered. Raises NoSuchSheet."""
    run = found(PrintRun, run_id)
    paper = paper_of(run.stock)
    size = per_sheet(paper)
    last = sheet_count(run.count, start=run.start, size=size)
    wanted = sheets_named(sheets, last) or set(range(1, last + 1))
    lines = printed_lines(run.id, on_sheets(wanted, run.count, start=run.start, size=size))
    audit.record("print_run.exported", run, sheets=len(wanted))
    return draw(
        lines,
        paper=paper,
        start=run.start if 1 in wanted else 1,
        nudge=found(Printer, printer_id).nudge if printer_id else (0.0, 0.0),
    )


def _keep_lines(run: PrintRun, people: Recipients) -> None:
    """In one statement each: a run may have a hundred thousand labels."""
    session.execute(
        insert(PrintedAddress),
        [
            {
                "run_id": run.id,
                "position": position,
                "person_id": label.people[0].id,
                "lines": "\n".join(label.lines),
            }
            for position, label in enumerate(people.labels, 1)
        ],
    )
    if people.left_out:
        reasons = {one.person.id: one.why for one in people.left_out}
        session.execute(
            insert(LeftOutOfRun),
            [{"run_id": run.id, "person_id": number, "why": why} for number, why in reasons.items()],
        )
