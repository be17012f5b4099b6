"""The same household asked before: what is known of it, said before anything is saved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ngoapp.core import audit, clock
from ngoapp.packets.duplicates import Keys, name_key, phone_key, postal_key, repeat_time, requests_by
from ngoapp.packets.models import PacketRequest
from ngoapp.packets.operations import Asker
from ngoapp.packets.states import SENT

AGAIN, SAME, NOT = "again", "same", "not"
DECISIONS = {
    AGAIN: "Send it again",
    SAME: "It is the same request: keep one, send one",
    NOT: "Do not send it",
}


@dataclass(frozen=True)
class Twin:
    """An earlier request of the same household, as a sentence in three parts with the day in its middle."""

    request_id: int
    begins: str
    at: datetime
    ends: str = ""


def keys_of(asker: Asker) -> Keys:
    """What this asker would be found again by."""
    address = asker.address
    return Keys(
        name=name_key(asker.name),
        postal=postal_key(address.get("postal_code", ""), address.get("country_code", "")),
        email=asker.email.casefold(),
        phone=phone_key(asker.phone),
    )


def earlier_requests(asker: Asker) -> Sequence[PacketRequest]:
    """What the same household asked for lately, newest first."""
    return requests_by(keys_of(asker), since=clock.now() - repeat_time())


def read_twins(asker: Asker) -> list[Twin]:
    """The same for staff to read, which is entered in the audit by number."""
    found = earlier_requests(asker)
    if found:
        listed = ",".join(str(request.id) for request in found)
        audit.record("packet_requests.listed", found[0], requests=listed)
    return [_twin(request) for request in found]


def _twin(request: PacketRequest) -> Twin:
    if request.state in {*SENT, "delivered"} and request.sent_at:
        return Twin(request.id, "This household had it on", request.sent_at)
    if request.state == "returned" and request.sent_at:
        return Twin(request.id, "It went to this household on", request.sent_at, " and came back")
    return Twin(request.id, "This household asked on", request.received_at, " and still waits for it")
