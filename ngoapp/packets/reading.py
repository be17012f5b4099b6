"""Reads of requests by staff. Each is entered in the audit by number, since what is read is about health."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ngoapp.core import audit
from ngoapp.core.db import found
from ngoapp.core.pages import Page
from ngoapp.mailings.queries import usual_stock
from ngoapp.organisation.queries import our_organisation
from ngoapp.packets.batches.addresses import came_back_from
from ngoapp.packets.batches.models import PacketPiece
from ngoapp.packets.batches.queries import pieces_of
from ngoapp.packets.batches.sorting import sort_out
from ngoapp.packets.duplicates import others_like
from ngoapp.packets.history import Line, history
from ngoapp.packets.labels import label_lines, missing_for_label
from ngoapp.packets.models import PacketRequest
from ngoapp.packets.queries import Filters, Row, queue
from ngoapp.packets.queries import waited as days_waited
from ngoapp.packets.states import CORRECTABLE
from ngoapp.packets.steps import Step, steps, ways_aside


@dataclass(frozen=True)
class RequestSheet:
    """Everything that the page of one request shows. `lines` is the label; `problem` says why there is none.

    `came_back_at`: mail to this very address was brought back then, and nobody has looked at it since."""

    request: PacketRequest
    waited: int
    twins: Sequence[PacketRequest]
    lines: Sequence[str]
    problem: str
    message: str
    steps: Sequence[Step]
    aside: Mapping[str, str]
    history: Sequence[Line]
    pieces: Sequence[PacketPiece]
    came_back_at: datetime | None
    correctable: bool


def read_request(request_id: int) -> RequestSheet:
    """One request with what is known around it. Raises NotThere."""
    request = found(PacketRequest, request_id)
    audit.record("packet_request.viewed", request)
    to_post = request.way == "post" and not request.erased_at
    left_out = sort_out([request], usual_stock()).left_out if to_post else ()
    came_back_at = came_back_from([request]).get(request.id)
    return RequestSheet(
        request=request,
        waited=days_waited(request),
        twins=() if request.erased_at else others_like(request),
        lines=label_lines(request) if to_post and not missing_for_label(request) else (),
        problem=left_out[0].sentence if left_out and not came_back_at else "",
        message=_message(request),
        steps=steps(request),
        aside=ways_aside(request),
        history=history(request),
        pieces=pieces_of(request),
        came_back_at=came_back_at,
        correctable=request.state in CORRECTABLE and not request.erased_at,
    )


def read_queue(filters: Filters) -> Page[Row]:
    """A page of the queue."""
    page = queue(filters)
    note_listed([row.request for row in page.items])
    return page


def note_listed(requests: Sequence[PacketRequest]) -> None:
    """Enter that these were read in a list."""
    if requests:
        audit.record(
            "packet_requests.listed", requests[0], requests=",".join(str(request.id) for request in requests)
        )


def _message(request: PacketRequest) -> str:
    """Whether a message may be left on their phone, and in whose name."""
    if not request.phone:
        return ""
    if request.voicemail != "yes":
        return {"no": "No, leave none", "": "Nobody asked: leave none"}[request.voicemail]
    return f"Yes, as “{request.voicemail_name or our_organisation().short_name}”"
