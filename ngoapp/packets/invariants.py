"""What must be true of requests and batches beyond what the database's own constraints hold."""

from collections.abc import Iterator

from sqlalchemy import exists, select

from ngoapp.core.db import session
from ngoapp.core.outbox import dead_letters, pending
from ngoapp.packets.batches import invariants as batches
from ngoapp.packets.kits.models import Correction
from ngoapp.packets.links import JOB, is_open
from ngoapp.packets.models import PacketLink


def broken() -> Iterator[str]:
    """A plain sentence for each fact that does not hold; requests are named by number only."""
    yield from batches.broken()
    yield from _links_on_no_way()


def _links_on_no_way() -> Iterator[str]:
    dead = {row.refs["link_id"] for row in dead_letters() if row.name == JOB}  # staff see those
    for link in session.scalars(
        select(PacketLink).where(
            PacketLink.mailed_at.is_(None),
            PacketLink.bounced_at.is_(None),
            ~exists().where(Correction.link_id == PacketLink.id),  # those have mail of their own
        )
    ):
        if is_open(link) and link.id not in dead and not pending(JOB, link_id=link.id):
            yield f"packets: link {link.id} was neither mailed nor is it on its way"
