"""Reads of requests by staff. Each is entered in the audit by number, since what is read is about health."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from ngoapp.core import audit
from ngoapp.core.db import found, session
from ngoapp.core.pages import Page
from ngoapp.mailings.queries import usual_stock
from ngoapp.mailings.stock import LabelStock
from ngoapp.packets.duplicates import asked_twice, others_like
from ngoapp.packets.labels import Sorted, sort_out
from ngoapp.packets.models import PacketPiece, PacketRequest
from ngoapp.packets.queries import Filters, Row, queue, requests_by_id
from ngoapp.packets.queries import waited as days_waited
from ngoapp.packets.states import CORRECTABLE
from ngoapp.packets.steps import Step, steps


@dataclass(frozen=True)
class RequestSheet:
    """Everything that the page of one request shows. `lines` is the label; `problem` says why there is none."""

    request: PacketRequest
    waited: int
    twins: Sequence[PacketRequest]
    lines: Sequence[str]
    problem: str
    steps: Sequence[Step]
    run_id: int | None
    correctable: bool


def read_request(request_id: int) -> RequestSheet:
    """One request with what is known around it. Raises NotThere."""
    request = found(PacketRequest, request_id)
    audit.record("packet_request.viewed", request)
    printed = (
        sort_out([request], usual_stock()) if request.way == "post" and not request.erased_at else Sorted()
    )
    return RequestSheet(
        request=request,
        waited=days_waited(request),
        twins=() if request.erased_at else others_like(request),
        lines=printed.labels[0][1] if printed.labels else (),
        problem=printed.left_out[0].sentence if printed.left_out else "",
        steps=steps(request),
        run_id=_run_of(request),
        correctable=request.state in CORRECTABLE and not request.erased_at,
    )


def read_queue(filters: Filters) -> Page[Row]:
    """A page of the queue."""
    page = queue(filters)
    note_listed([row.request for row in page.items])
    return page


def read_chosen(request_ids: Sequence[int], stock: LabelStock) -> Sorted:
    """The chosen requests in the order of the sheet, and those whose label cannot be printed on it."""
    chosen = requests_by_id(request_ids)
    note_listed(chosen)
    return replace(sort_out(chosen, stock), twice=asked_twice(chosen))


def note_listed(requests: Sequence[PacketRequest]) -> None:
    """Enter that staff were shown these requests, by number."""
    if requests:
        audit.record(
            "packet_requests.listed", requests[0], requests=",".join(str(request.id) for request in requests)
        )


def _run_of(request: PacketRequest) -> int | None:
    return session.scalar(
        select(PacketPiece.run_id).where(PacketPiece.request_id == request.id, PacketPiece.left_at.is_(None))
    )
