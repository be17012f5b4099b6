"""What staff can do with a request where it stands, in the words of their buttons."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ngoapp.core.db import locked
from ngoapp.packets.batches.returns import address_is_right
from ngoapp.packets.links import is_open, revoke_links
from ngoapp.packets.models import PacketRequest
from ngoapp.packets.operations import approve_request, erase_person, move_request
from ngoapp.packets.states import MOVES, REASONS, WORDS


@dataclass(frozen=True)
class Step:
    """A button: its name in the address, its words, and whether it is what mostly comes next."""

    name: str
    label: str
    is_next: bool = False


# Letting a request go out: the button where it stands, and the reason that is entered.
APPROVE = {
    "new": ("Approve", "in_order"),
    "needs_info": ("Take up again", "answered"),
    "on_hold": ("Take up again", "answered"),
    "batched": ("Take out of the batch", "taken_off"),
    "packed": ("Take out of the batch", "taken_off"),
    "sent": ("Send once more", "send_again"),
    "resent": ("Send once more", "send_again"),
    "delivered": ("Send once more", "send_again"),
    "returned": ("Send once more", "corrected"),
    "duplicate": ("Open again", "opened_again"),
    "cancelled": ("Open again", "opened_again"),
}
WAITING = ("new", "needs_info", "on_hold", "returned")
# What a request is set aside or closed with, and for which reasons staff do so.
ASIDE = {
    "needs_info": ("question_open", "address_unclear"),
    "on_hold": ("wait_wanted", "no_packet", "recalled"),
    "duplicate": ("asked_twice",),
    "cancelled": ("not_wanted", "staff_decided"),
    "delivered": ("arrived",),
}
REVOKE = Step("revoke", "Take the link back")
AGAIN = Step("approve", "Mail a fresh link", is_next=True)
BY_POST = "It is in the queue for the post."
BY_EMAIL = "The link is on its way by e-mail."
DONE = {
    "needs_info": "Set aside until there is an answer.",
    "on_hold": "Put on hold.",
    "duplicate": "Closed as asked twice. No packet goes out for it.",
    "cancelled": "Cancelled.",
    "delivered": "It has arrived.",
    "revoke": "The link no longer works.",
    "erase": "The person is erased.",
    "address": "The address is right. Packets go there again.",
}


def steps(request: PacketRequest) -> Sequence[Step]:
    """The buttons for this request, the likeliest first."""
    if request.erased_at:
        return ()
    found = []
    if request.way == "email" and request.state == "approved":
        found.append(AGAIN)
    elif "approved" in MOVES[request.state]:
        found.append(Step("approve", APPROVE[request.state][0], is_next=request.state in WAITING))
    if any(is_open(link) for link in request.links):
        found.append(REVOKE)
    return found


def ways_aside(request: PacketRequest) -> dict[str, str]:
    """What else can become of it, each with its reason: as a select's values with their words."""
    ways = () if request.erased_at else MOVES[request.state]
    return {
        f"{state}:{reason}": f"{WORDS[state]}: {REASONS[reason]}"
        for state, reasons in ASIDE.items()
        if state in ways
        for reason in reasons
    }


def take(request_id: int, name: str, why: str = "") -> str:
    """Take the step and return the sentence that says so; `why` is a value of `ways_aside`. Raises KeyError for a
    name that is no step or a reason that is none, WrongMove, and as make_link."""
    if name == "aside":
        return _aside(request_id, why)
    request = ACTIONS[name](request_id)
    if name == "approve":
        return BY_EMAIL if request.way == "email" else BY_POST
    return DONE[name]


def _aside(request_id: int, why: str) -> str:
    state, _, reason = why.partition(":")
    if reason not in ASIDE[state]:
        raise KeyError(why)
    move_request(request_id, state, reason=reason)
    return DONE[state]


def _approve(request_id: int) -> PacketRequest:
    _, reason = APPROVE.get(locked(PacketRequest, request_id).state, ("", ""))
    return approve_request(request_id, reason=reason)


def _revoke(request_id: int) -> PacketRequest:
    request = locked(PacketRequest, request_id)
    revoke_links(request)
    return request


ACTIONS: dict[str, Callable[[int], PacketRequest]] = {
    "approve": _approve,
    "revoke": _revoke,
    "erase": erase_person,
    "address": address_is_right,
}
