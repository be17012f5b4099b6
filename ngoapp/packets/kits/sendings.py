"""Which editions go, and went, to whom: written down when an envelope is planned or a link made, then frozen."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import joinedload

from ngoapp.core.db import session
from ngoapp.packets.kits.contents import Line
from ngoapp.packets.kits.models import Sending


def plan_sending(
    *, key: str, request_id: int, way: str, lines: Sequence[Line], link_id: int | None = None
) -> None:
    """Write down what goes to a request in this envelope or mail, in the packer's order. A repeat changes nothing."""
    if in_sending(key):
        return
    session.add_all(
        Sending(
            key=key,
            request_id=request_id,
            link_id=link_id,
            edition_id=line.edition.id,
            copies=line.copies,
            way=way,
        )
        for line in lines
    )
    session.flush()


def mark_gone(keys: Sequence[str], at: datetime) -> None:
    """These envelopes or mails have left: what was in them is now a fact."""
    _set(keys, at)


def mark_not_gone(keys: Sequence[str]) -> None:
    """They have not left after all."""
    _set(keys, None)


def drop_plan(keys: Sequence[str]) -> None:
    """These are not to be sent: forget what would have been in them. What has gone stays."""
    session.execute(delete(Sending).where(Sending.key.in_(keys), Sending.sent_at.is_(None)))


def in_sending(key: str) -> Sequence[Sending]:
    """What is in this envelope or mail, in the packer's order."""
    return session.scalars(
        select(Sending).where(Sending.key == key).order_by(Sending.id).options(joinedload(Sending.edition))
    ).all()


def _set(keys: Sequence[str], at: datetime | None) -> None:
    left = Sending.sent_at.is_(None) if at else Sending.sent_at.is_not(None)
    session.execute(update(Sending).where(Sending.key.in_(keys), left).values(sent_at=at))
