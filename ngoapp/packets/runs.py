"""Print runs: labels printed together, then sent, or taken back; any of them can be printed again."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from ngoapp.core import audit, clock
from ngoapp.core.db import found, locked, save, session
from ngoapp.core.errors import Refused
from ngoapp.mailings.labels import NothingToPrint, StartNotOnSheet
from ngoapp.mailings.models import Printer
from ngoapp.mailings.operations import remember_sheet
from ngoapp.mailings.queries import stock_of
from ngoapp.packets.labels import draw, label_lines, sort_out
from ngoapp.packets.models import PacketPiece, PacketRequest, PacketRun
from ngoapp.packets.moves import move
from ngoapp.packets.states import PRINTED, SENT, TO_POST

MOST_SHOWN = 100
_REASONS = {"printed": "by_mistake", "taken_back": "taken_off"}


class TakenMeanwhile(Refused):
    """Somebody else printed, or set aside, what was chosen here."""

    def __init__(self, count: int) -> None:
        what = "One of these requests has" if count == 1 else f"{count} of these requests have"
        super().__init__(f"{what} just been taken by somebody else. The rest are below: print them now.")


class RunIsOver(Refused):
    """The run is not in the state that this needs."""

    def __init__(self) -> None:
        super().__init__("This cannot be done to this run any more. Look at its state above.")


def print_run(*, action_key: str, request_ids: Sequence[int], stock: str, start: int) -> PacketRun:
    """Make a run of the requests that can be printed; the others stay in the queue. The same form twice is one run.

    Raises TakenMeanwhile, UnknownStock, StartNotOnSheet and NothingToPrint; then nothing has changed."""
    known = session.scalar(select(PacketRun).where(PacketRun.action_key == action_key))
    if known:
        return known
    chosen = _locked_in_order(request_ids)
    free = [request for request in chosen if request.way == "post" and request.state in TO_POST]
    if len(free) < len(set(request_ids)):
        raise TakenMeanwhile(len(set(request_ids)) - len(free))
    sheet = stock_of(stock)
    labels = sort_out(free, sheet).labels
    if not labels:
        raise NothingToPrint
    if not 1 <= start <= sheet.per_sheet:
        raise StartNotOnSheet(start, sheet)
    who = audit.actor.get()
    run = save(
        PacketRun(
            action_key=action_key,
            stock=sheet.name,
            start=start,
            printed_at=clock.now(),
            printed_by_id=who.id if who.kind == "staff" else None,
        )
    )
    for position, (request, _) in enumerate(labels, 1):
        move(request, "batched", run=run.id)
        save(PacketPiece(run=run, request=request, position=position))
    remember_sheet(sheet, start=start, count=len(labels))
    audit.record("packet_run.printed", run, requests=len(labels))
    return run


def run_pdf(run_id: int, *, start: int | None = None, printer_id: int = 0) -> bytes:
    """The run's labels, at the place where it began or at another, as the printer needs them; each is entered.

    Raises NothingToPrint when every request has left it, and StartNotOnSheet."""
    run = locked(PacketRun, run_id)
    content = draw(
        [label_lines(piece.request) for piece in pieces_in(run)],
        stock=stock_of(run.stock),
        start=start or run.start,
        nudge=found(Printer, printer_id).nudge if printer_id else (0.0, 0.0),
    )
    audit.record("packet_run.exported", run, start=start or run.start)
    return content


def mark_sent(run_id: int) -> PacketRun:
    """The run's envelopes are in the post. Raises RunIsOver; a repeat does nothing."""
    return _turn(run_id, "sent", needs="printed", before=PRINTED, after="sent")


def undo_sent(run_id: int) -> PacketRun:
    """The run was marked sent by mistake: its requests are at their printed labels again. Raises RunIsOver."""
    return _turn(run_id, "printed", needs="sent", before=SENT, after="batched")


def take_back(run_id: int) -> PacketRun:
    """The labels were for nothing: the requests go back into the queue. Raises RunIsOver; a repeat does nothing."""
    return _turn(run_id, "taken_back", needs="printed", before=PRINTED, after="approved")


def _turn(run_id: int, state: str, *, needs: str, before: tuple[str, ...], after: str) -> PacketRun:
    """Bring a run from the state that this `needs` to another, and its requests along."""
    run = locked(PacketRun, run_id)
    if run.state == state:
        return run
    _end(run, state, needs=needs)
    for request in _requests_of(run, before):
        move(request, after, reason=_REASONS.get(state, ""), run=run.id)
    return run


def pieces_in(run: PacketRun) -> list[PacketPiece]:
    """The labels of the run whose requests are still in it, in their order."""
    return [piece for piece in run.pieces if piece.left_at is None]


def runs() -> list[tuple[PacketRun, int]]:
    """The latest runs, newest first, with how many labels each had."""
    counted = (
        select(PacketRun, func.count(PacketPiece.id))
        .join(PacketPiece)
        .group_by(PacketRun.id)
        .options(selectinload(PacketRun.printed_by))
        .order_by(PacketRun.id.desc())
        .limit(MOST_SHOWN)
    )
    return [(run, count) for run, count in session.execute(counted)]


def _end(run: PacketRun, state: str, *, needs: str) -> None:
    if run.state != needs:
        raise RunIsOver
    run.state = state
    run.ended_at = None if state == "printed" else clock.now()
    audit.record(f"packet_run.{state}", run)


def _locked_in_order(request_ids: Sequence[int]) -> Sequence[PacketRequest]:
    """Lock in the order of ids, so that two who take some of the same never wait for each other in a ring."""
    return session.scalars(
        select(PacketRequest)
        .where(PacketRequest.id.in_(request_ids))
        .order_by(PacketRequest.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def _requests_of(run: PacketRun, states: tuple[str, ...]) -> list[PacketRequest]:
    ids = [piece.request_id for piece in pieces_in(run)]
    return [request for request in _locked_in_order(ids) if request.state in states]
