"""What staff enter for somebody, and what they decide when the household asked before."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from ngoapp.core import audit
from ngoapp.core.db import session
from ngoapp.core.errors import Refused
from ngoapp.packets.calls.taking_off import taken_off_since
from ngoapp.packets.intake.twins import AGAIN, NOT, SAME, earlier_requests
from ngoapp.packets.models import PacketRequest
from ngoapp.packets.operations import Asker, ask_for_packet, move_request

CLOSES = {SAME: ("duplicate", "asked_twice"), NOT: ("cancelled", "staff_decided")}


class AskedBefore(Refused):
    """The household asked before, and nobody has decided what that means."""

    def __init__(self) -> None:
        super().__init__("They asked before. Choose what to do with this one.", field="decision")


class WantsNoMore(Refused):
    """Somebody who asked to be taken off everything stands on a list."""

    def __init__(self) -> None:
        super().__init__(
            "They asked to be taken off everything. A list cannot bring them back: leave them out, unless they ask "
            "for it themselves, by phone, letter or e-mail."
        )


def enter_request(
    *, action_key: str, asker: Asker, decision: str = "", digests: Sequence[str] = (), **facts: Any
) -> PacketRequest:
    """Take in what staff wrote down; the same form sent twice is one. `digests` are those of somebody on a list.

    Raises AskedBefore, WantsNoMore, and as ask_for_packet."""
    known = session.scalar(select(PacketRequest).where(PacketRequest.action_key == action_key))
    if known:
        return known
    if digests and taken_off_since(digests):
        raise WantsNoMore
    earlier = earlier_requests(asker)
    if earlier and decision not in {AGAIN, *CLOSES}:
        raise AskedBefore
    request = ask_for_packet(action_key=action_key, asker=asker, **facts)
    if earlier:
        _settle(request, earlier[0], decision)
    return request


def _settle(request: PacketRequest, twin: PacketRequest, decision: str) -> None:
    request.twin_id = twin.id
    session.flush()
    audit.record("packet_request.weighed", request, twin=twin.id, decision=decision)
    if decision in CLOSES:
        to, reason = CLOSES[decision]
        move_request(request.id, to, reason=reason)
