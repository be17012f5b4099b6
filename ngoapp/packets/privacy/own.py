"""What one mailbox asked for, for whoever reads its mail: to see, to take along, to cancel, to have forgotten."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select

from ngoapp.core import clock
from ngoapp.core.db import locked, session
from ngoapp.core.errors import NotThere
from ngoapp.organisation.queries import our_organisation, our_today
from ngoapp.packets.ages import PROMISED, working_day_after
from ngoapp.packets.models import PacketRequest
from ngoapp.packets.office.queries import closed_days
from ngoapp.packets.operations import Asker, correct_request, erase_person, move_request
from ngoapp.packets.privacy.visits import forget_mailbox
from ngoapp.packets.states import CORRECTABLE, MOVES
from ngoapp.people.queries import mailbox_of

# Where a request stands, in the words of whoever asked.
THEIR_WORDS = {
    "new": "We have it.",
    "approved": "It goes out next.",
    "needs_info": "We need an answer from you before it can go out.",
    "on_hold": "We keep it until you want it.",
    "duplicate": "Closed, because you asked for the same packet twice.",
    "batched": "It is being packed.",
    "packed": "It is packed and leaves with the next mail.",
    "sent": "It is on its way.",
    "resent": "It is on its way once more.",
    "delivered": "It has arrived.",
    "returned": "It came back to us. Correct the address, and we send it again.",
    "cancelled": "It was called off.",
}
VOICEMAIL_WORDS = {"": "", "yes": "Yes", "no": "No"}


@dataclass(frozen=True)
class Own:
    """A request as its asker sees it."""

    request: PacketRequest
    where_to: Sequence[str]
    correctable: bool
    cancellable: bool
    due_on: date

    @property
    def standing(self) -> str:
        """How far it has come, in a sentence."""
        return THEIR_WORDS[self.request.state]

    @property
    def is_late(self) -> bool:
        """Whether it has not gone out by the day that was promised."""
        return self.due_on < our_today()


def asked_by(mailbox: str) -> list[Own]:
    """Everything that this very mailbox asked for, newest first."""
    closed = closed_days()
    return [own_of(request, closed) for request in requests_of(mailbox)]


def requests_of(mailbox: str) -> list[PacketRequest]:
    """The requests with this very mailbox, newest first."""
    likely = select(PacketRequest).where(
        PacketRequest.email_key == mailbox, PacketRequest.erased_at.is_(None)
    )
    rows = session.scalars(likely.order_by(PacketRequest.received_at.desc(), PacketRequest.id.desc()))
    return [row for row in rows if mailbox_of(row.email) == mailbox]


def own_request(mailbox: str, request_id: int) -> PacketRequest:
    """One of them. Raises NotThere for somebody else's."""
    for request in requests_of(mailbox):
        if request.id == request_id:
            return request
    raise NotThere


def own_of(request: PacketRequest, closed: Set[date]) -> Own:
    """A request as its asker sees it; on the `closed` days nobody is in the office."""
    asked_on = clock.local_day(request.received_at, our_organisation().time_zone)
    by_post = [request.name, request.company_name, *request.lines(our_organisation().country_code)]
    where = [request.email] if request.way == "email" else [line for line in by_post if line]
    return Own(
        request=request,
        where_to=where,
        correctable=request.state in CORRECTABLE,
        cancellable="cancelled" in MOVES.get(request.state, ()),
        due_on=working_day_after(asked_on, PROMISED, closed),
    )


def correct_own(mailbox: str, request_id: int, *, language: str, **changes: Any) -> None:
    """Change what they asked for, as long as nothing has gone out: `changes` are parts of an Asker, the others stay,
    as do the way and the e-mail. Raises WrongMove."""
    request = own_request(mailbox, request_id)
    correct_request(
        request.id, way=request.way, language=language, asker=replace(_asker_of(request), **changes)
    )


def cancel_own(mailbox: str, request_id: int) -> None:
    """Call one off. Raises WrongMove where it is too late; a repeat does nothing."""
    request = locked(PacketRequest, own_request(mailbox, request_id).id)
    if request.state != "cancelled":
        move_request(request.id, "cancelled")


def forget_all(mailbox: str) -> int:
    """Forget whoever has this mailbox, everywhere in the packet desk. Returns how many requests that were."""
    ids = [request.id for request in requests_of(mailbox)]
    forget_requests(ids)
    forget_mailbox(mailbox)
    return len(ids)


def forget_requests(request_ids: Iterable[int]) -> None:
    """Forget whoever made these, and how they came to their own page. Raises NotThere."""
    chosen = [
        locked(PacketRequest, request_id) for request_id in sorted(set(request_ids))
    ]  # before the shelf
    for request in chosen:
        forget_mailbox(mailbox_of(request.email))
        erase_person(request.id)


def _asker_of(request: PacketRequest) -> Asker:
    """Whoever asked, as they are known now."""
    return Asker(
        name=request.name,
        email=request.email,
        phone=request.phone,
        voicemail=request.voicemail,
        voicemail_name=request.voicemail_name,
        relation=request.relation,
        note=request.note,
        address=request.address_parts(),
        post_instead=bool(request.post_wording),
    )
