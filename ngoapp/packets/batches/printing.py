"""A batch on paper: its labels or envelopes, all of them or some again after a jam."""

import re
from collections.abc import Sequence

from sqlalchemy import select

from ngoapp.core import audit, clock
from ngoapp.core.db import found, locked, save, session
from ngoapp.core.errors import NotThere, Refused
from ngoapp.mailings.labels import NothingToPrint
from ngoapp.mailings.marks import Mark, Marked
from ngoapp.mailings.models import Printer
from ngoapp.mailings.operations import remember_sheet
from ngoapp.mailings.paper import check_start, paper_of, per_sheet
from ngoapp.mailings.stock import LabelStock
from ngoapp.packets.batches.models import PacketBatch, PacketPiece, PacketReprint
from ngoapp.packets.batches.paper import draw
from ngoapp.packets.batches.queries import batch_sheet
from ngoapp.packets.labels import label_lines

RANGE = re.compile(r"([0-9]{1,4})(?:[-–]([0-9]{1,4}))?", re.ASCII)


class NotOnTheBatch(Refused):
    """Numbers that the batch has not, or that cannot be read."""

    def __init__(self, what: str, most: int, field: str) -> None:
        super().__init__(f"Enter {what} from 1 to {most}, such as 3 or 3-4 or 2, 5.", field=field)


def labels_pdf(batch_id: int) -> bytes:
    """The batch's labels from the place where it began; each print is entered.

    Whoever was pulled out leaves a label free, so that every sheet is what it was. Raises NothingToPrint."""
    sheet = batch_sheet(batch_id)
    audit.record("packet_batch.exported", sheet.batch)
    return _drawn(sheet.batch, sheet.pieces, start=sheet.batch.start)


def reprint(
    *, action_key: str, batch_id: int, sheets: str = "", marks: str = "", start: int = 1
) -> PacketReprint:
    """Print sheets, or single labels, once more after a jam: in their order, on a sheet from `start` on.

    Nothing is counted twice. The same form twice is one reprint. Raises NotOnTheBatch, StartNotOnSheet and
    NothingToPrint; then nothing has changed."""
    known = session.scalar(select(PacketReprint).where(PacketReprint.action_key == action_key))
    if known:
        return known
    batch = locked(PacketBatch, batch_id, children_free=True)
    paper, pieces = paper_of(batch.stock), batch_sheet(batch.id).pieces
    check_start(paper, start)
    places = _on_sheets(batch, len(pieces), sheets) | _at_marks(len(pieces), marks)
    again = [piece.position for piece in pieces if piece.position in places and piece.left_at is None]
    if not again:
        raise NothingToPrint
    kept = save(
        PacketReprint(
            action_key=action_key,
            batch_id=batch.id,
            positions=",".join(map(str, again)),
            start=start,
            printed_at=clock.now(),
        )
    )
    if isinstance(paper, LabelStock):
        _go_on_from(paper, start=start, count=len(again), was_last=pieces[-1].position in again)
    audit.record("packet_batch.reprinted", batch, labels=len(again), start=start)
    return kept


def reprint_pdf(batch_id: int, reprint_id: int) -> bytes:
    """Labels that are printed once more. Raises NotThere, and NothingToPrint where each has left the batch."""
    again = found(PacketReprint, reprint_id)
    if again.batch_id != batch_id:
        raise NotThere
    pieces = [piece for piece in batch_sheet(batch_id).pieces if piece.position in again.places]
    audit.record("packet_batch.exported", again.batch, reprint=again.id)
    return _drawn(again.batch, [piece for piece in pieces if _printable(piece)], start=again.start)


def _drawn(batch: PacketBatch, pieces: Sequence[PacketPiece], *, start: int) -> bytes:
    return draw(
        [
            Marked(label_lines(piece.request), Mark(piece.mark, piece.code)) if _printable(piece) else None
            for piece in pieces
        ],
        paper=paper_of(batch.stock),
        start=start,
        nudge=found(Printer, batch.printer_id).nudge if batch.printer_id else (0.0, 0.0),
    )


def _printable(piece: PacketPiece) -> bool:
    return piece.left_at is None and piece.request.erased_at is None


def _on_sheets(batch: PacketBatch, count: int, written: str) -> set[int]:
    """The positions on these sheets, counted as they came out of the printer."""
    size, before = per_sheet(paper_of(batch.stock)), batch.start - 1
    last = -(-(before + count) // size)
    chosen = _numbers(written, last, "sheets", "sheets")
    return {place for place in range(1, count + 1) if (before + place - 1) // size + 1 in chosen}


def _at_marks(count: int, written: str) -> set[int]:
    """The positions that single marks name; “B12-007” says the same as “7”."""
    plain = re.sub(r"\b[Bb][0-9]+-(?=[0-9])", "", written)
    return _numbers(plain, count, "marks", "marks")


def _numbers(written: str, most: int, what: str, field: str) -> set[int]:
    numbers: set[int] = set()
    for part in re.split(r"[,;\s]+", re.sub(r"\s*[-–]\s*", "-", written.strip())):
        match = RANGE.fullmatch(part)
        if part and (match is None or not 1 <= int(match[1]) <= int(match[2] or match[1]) <= most):
            raise NotOnTheBatch(what, most, field)
        if match:
            numbers |= set(range(int(match[1]), int(match[2] or match[1]) + 1))
    return numbers


def _go_on_from(stock: LabelStock, *, start: int, count: int, was_last: bool) -> None:
    """Where the sheet that was begun goes on. Sheets that were used up leave alone the one that the batch began."""
    if was_last or (start - 1 + count) % stock.per_sheet:
        remember_sheet(stock, start=start, count=count)
