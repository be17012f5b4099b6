"""What must be true of requests and runs beyond what the database's own constraints hold."""

from collections.abc import Iterator

from sqlalchemy import exists, select

from ngoapp.core.db import session
from ngoapp.core.outbox import dead_letters, pending
from ngoapp.packets.links import JOB, is_open
from ngoapp.packets.models import PacketLink, PacketPiece, PacketRequest, PacketRun
from ngoapp.packets.states import GONE_OUT, PRINTED


def broken() -> Iterator[str]:
    """A plain sentence for each fact that does not hold; requests are named by number only."""
    yield from _printed_without_a_run()
    yield from _runs_at_odds()
    yield from _links_on_no_way()


def _printed_without_a_run() -> Iterator[str]:
    in_a_run = exists().where(PacketPiece.request_id == PacketRequest.id, PacketPiece.left_at.is_(None))
    lost = select(PacketRequest.id).where(PacketRequest.state.in_(PRINTED), ~in_a_run)
    for request_id in session.scalars(lost):
        yield f"packets: request {request_id} counts as printed but is in no run"


def _runs_at_odds() -> Iterator[str]:
    states_for = {"printed": PRINTED, "sent": GONE_OUT, "taken_back": ()}
    active = (
        select(PacketRun.id, PacketRun.state, PacketRequest.id, PacketRequest.state)
        .join(PacketPiece, PacketPiece.run_id == PacketRun.id)
        .join(PacketRequest, PacketRequest.id == PacketPiece.request_id)
        .where(PacketPiece.left_at.is_(None))
    )
    for run_id, run_state, request_id, state in session.execute(active):
        if state not in states_for[run_state]:
            yield f"packets: request {request_id} is {state} in run {run_id}, which is {run_state}"


def _links_on_no_way() -> Iterator[str]:
    dead = {row.refs["link_id"] for row in dead_letters() if row.name == JOB}  # staff see those
    for link in session.scalars(
        select(PacketLink).where(PacketLink.mailed_at.is_(None), PacketLink.bounced_at.is_(None))
    ):
        if is_open(link) and link.id not in dead and not pending(JOB, link_id=link.id):
            yield f"packets: link {link.id} was neither mailed nor is it on its way"
