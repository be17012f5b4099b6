"""What staff can do with a request where it stands, in the words of their buttons."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ngoapp.core.db import locked
from ngoapp.packets.batches.returns import address_is_right
from ngoapp.packets.links import is_open, revoke_links
from ngoapp.packets.models import PacketRequest
from ngoapp.packets.operations import approve_request, erase_person, move_request
from ngoapp.packets.states import MOVES


@dataclass(frozen=True)
class Step:
    """A button: its name in the address, its words, and whether it is what mostly comes next."""

    name: str
    label: str
    is_next: bool = False


APPROVE = {
    "new": "Approve",
    "needs_info": "Take up again",
    "on_hold": "Take up again",
    "batched": "Take out of the batch",
    "sent": "Send once more",
    "duplicate": "Open again",
    "cancelled": "Open again",
}
WAITING = ("new", "needs_info", "on_hold")
ASIDE = {
    "needs_info": Step("ask", "Needs an answer"),
    "on_hold": Step("hold", "Put on hold"),
    "duplicate": Step("duplicate", "Asked twice"),
    "cancelled": Step("cancel", "Cancel"),
}
REVOKE = Step("revoke", "Take the link back")
AGAIN = Step("approve", "Mail a fresh link", is_next=True)
BY_POST = "It is in the queue for the post."
BY_EMAIL = "The link is on its way by e-mail."
DONE = {
    "ask": "Set aside until there is an answer.",
    "hold": "Put on hold.",
    "duplicate": "Closed as asked twice. No packet goes out for it.",
    "cancel": "Cancelled.",
    "revoke": "The link no longer works.",
    "erase": "The person is erased.",
    "address": "The address is right. Packets go there again.",
}


def steps(request: PacketRequest) -> Sequence[Step]:
    """The buttons for this request, the likeliest first."""
    if request.erased_at:
        return ()
    ways = MOVES.get(request.state, ())
    found = [step for state, step in ASIDE.items() if state in ways]
    if request.way == "email" and request.state == "approved":
        found.insert(0, AGAIN)
    elif "approved" in ways:
        found.insert(0, Step("approve", APPROVE[request.state], is_next=request.state in WAITING))
    if any(is_open(link) for link in request.links):
        found.append(REVOKE)
    return found


def take(request_id: int, name: str) -> str:
    """Take the step and return the sentence that says so. Raises KeyError for a name that is no step, WrongMove,
    and as make_link."""
    request = ACTIONS[name](request_id)
    if name == "approve":
        return BY_EMAIL if request.way == "email" else BY_POST
    return DONE[name]


def _revoke(request_id: int) -> PacketRequest:
    request = locked(PacketRequest, request_id)
    revoke_links(request)
    return request


def _aside(to: str) -> Callable[[int], PacketRequest]:
    return lambda request_id: move_request(request_id, to)


ACTIONS: dict[str, Callable[[int], PacketRequest]] = {
    "approve": approve_request,
    "revoke": _revoke,
    "erase": erase_person,
    "address": address_is_right,
    **{step.name: _aside(state) for state, step in ASIDE.items()},
}
