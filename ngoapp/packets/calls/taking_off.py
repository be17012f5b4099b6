"""“Take me off everything”: in one step, and so that no later list brings them back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, false, func, or_, select

from ngoapp.core import audit, clock
from ngoapp.core.db import insert_ignoring, session
from ngoapp.core.errors import Refused
from ngoapp.packets.calls.models import Call, TakenOff
from ngoapp.packets.calls.operations import forget_call
from ngoapp.packets.duplicates import Keys
from ngoapp.packets.models import PacketRequest
from ngoapp.packets.operations import erase_person
from ngoapp.packets.privacy.visits import forget_mailbox
from ngoapp.people.queries import mailbox_of


class NobodyNamed(Refused):
    """A name alone fits too many people."""

    def __init__(self) -> None:
        super().__init__(
            "Enter a phone number, an e-mail address, or the name with its postal code.", field="phone"
        )


@dataclass(frozen=True)
class TakenAway:
    """What was erased."""

    requests: int
    calls: int

    @property
    def sentence(self) -> str:
        """What was done, for whoever asked for it."""
        requests = "1 request" if self.requests == 1 else f"{self.requests} requests"
        calls = "1 call" if self.calls == 1 else f"{self.calls} calls"
        return f"Done: {requests} and {calls} are erased, and no list brings them back."


def take_off(keys: Keys, digests: Sequence[str]) -> TakenAway:
    """End and erase everything that has any of these keys, and keep only the digests. A repeat erases nothing more.

    Raises NobodyNamed."""
    if not digests:
        raise NobodyNamed
    requests = session.execute(
        select(PacketRequest.id, PacketRequest.email)
        .where(_requests_of(keys), PacketRequest.erased_at.is_(None))
        .order_by(PacketRequest.id)
        .with_for_update()  # all of them before the shelf, as a batch does
    ).all()
    calls = session.scalars(
        select(Call.id)
        .where(Call.phone_key == keys.phone if keys.phone else false(), Call.erased_at.is_(None))
        .order_by(Call.id)
    ).all()
    for request_id, email in requests:
        forget_mailbox(mailbox_of(email))
        erase_person(request_id)
    for call_id in calls:
        forget_call(call_id)
    for digest in digests:
        insert_ignoring(TakenOff, digest=digest, since=clock.now())
    kept = session.scalars(select(TakenOff).where(TakenOff.digest == digests[0])).one()
    audit.record("taken_off.added", kept, requests=len(requests), calls=len(calls))
    return TakenAway(len(requests), len(calls))


def taken_off_since(digests: Sequence[str]) -> datetime | None:
    """Since when somebody with one of these digests wants to be on no list."""
    return session.scalar(select(func.min(TakenOff.since)).where(TakenOff.digest.in_(digests)))


def _requests_of(keys: Keys) -> ColumnElement[bool]:
    same = [
        PacketRequest.email_key == keys.email if keys.email else None,
        PacketRequest.phone_key == keys.phone if keys.phone else None,
        and_(PacketRequest.name_key == keys.name, PacketRequest.postal_key == keys.postal)
        if keys.name and keys.postal
        else None,
    ]
    return or_(false(), *(condition for condition in same if condition is not None))
