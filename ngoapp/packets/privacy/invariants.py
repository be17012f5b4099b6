"""What must be true of people who are forgotten."""

from collections.abc import Iterator

from sqlalchemy import or_, select

from ngoapp.core.db import Base, session
from ngoapp.packets.models import PacketRequest
from ngoapp.packets.operations import PERSONAL
from ngoapp.packets.privacy.columns import BESIDE
from ngoapp.people.models import ADDRESS_PARTS

EMPTY = (*PERSONAL, *(part for part in ADDRESS_PARTS if part != "country_code"))


def broken() -> Iterator[str]:
    """A plain sentence for each row that still tells who it was; requests are named by number only."""
    yield from _not_empty()
    yield from _not_empty_beside()


def _not_empty() -> Iterator[str]:
    filled = or_(*(getattr(PacketRequest, column) != "" for column in EMPTY))
    for request_id in session.scalars(
        select(PacketRequest.id).where(PacketRequest.erased_at.is_not(None), filled)
    ):
        yield f"packets: request {request_id} is erased and still tells who it was"


def _not_empty_beside() -> Iterator[str]:
    erased = select(PacketRequest.id).where(PacketRequest.erased_at.is_not(None))
    for name, columns in BESIDE.items():
        table = Base.metadata.tables[name]
        filled = or_(*(table.c[column] != "" for column in columns))
        for request_id in session.scalars(
            select(table.c.request_id).where(table.c.request_id.in_(erased), filled)
        ):
            yield f"packets: request {request_id} is erased and {name} still tells of it"
