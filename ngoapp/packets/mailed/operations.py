"""What becomes of a packet that was mailed: somebody fetches it, or the post brings it instead."""

from collections.abc import Mapping

from ngoapp.core import audit, clock
from ngoapp.core.db import locked, session
from ngoapp.core.errors import NotThere
from ngoapp.core.outbox import enqueue
from ngoapp.packets.duplicates import set_keys
from ngoapp.packets.links import is_taken_back, link_locked
from ngoapp.packets.models import PacketLink, PacketRequest
from ngoapp.packets.moves import move
from ngoapp.packets.states import MOVES, SENT
from ngoapp.packets.wording import ON_PAPER
from ngoapp.people.models import ADDRESS_PARTS

REMINDER = "packets.send_reminder"


def note_download(link_id: int) -> None:
    """Somebody pressed the button, for the first time: the packet has arrived. A repeat does nothing."""
    link = link_locked(link_id)
    if link.first_downloaded_at:
        return
    link.first_downloaded_at = clock.now()
    audit.record("packet_link.downloaded", link)
    request = locked(PacketRequest, link.request_id)
    if request.way == "email":
        _arrived(request, link)


def note_bounced(link_id: int) -> None:
    """The mail with this link came back: the post is to bring the packet instead. A repeat does nothing."""
    link = link_locked(link_id)
    if link.bounced_at or link.first_downloaded_at:
        return
    link.bounced_at = clock.now()
    audit.record("packet_link.bounced", link, request=link.request_id)
    _post_instead(link, reason="bounced")


def note_unfetched(link_id: int) -> None:
    """Nobody has fetched the packet in ten days: the post is to bring it instead. A repeat does nothing."""
    link = link_locked(link_id)
    if link.unfetched_at or link.bounced_at or link.first_downloaded_at:
        return
    link.unfetched_at = clock.now()
    audit.record("packet_link.not_fetched", link, request=link.request_id)
    _post_instead(link, reason="not_fetched")


def remind(link_id: int) -> None:
    """Have one reminder mailed that offers the post. A repeat does nothing."""
    link = locked(PacketLink, link_id)
    if link.reminded_at is None:
        link.reminded_at = clock.now()
        enqueue(REMINDER, dedupe_key=f"{REMINDER}:{link.id}", link_id=link.id)
        audit.record("packet_link.reminded", link, request=link.request_id)


def ask_for_paper(link_id: int, *, name: str, address: Mapping[str, str]) -> PacketRequest:
    """Whoever has the link wants the packet on paper: it joins the queue of the post. A repeat does nothing.

    Raises NotThere for a link that is taken back, and WrongMove."""
    link = link_locked(link_id)
    request = locked(PacketRequest, link.request_id)
    if is_taken_back(link):
        raise NotThere
    if request.way == "post":
        return request
    request.name, request.post_wording = name, ON_PAPER
    for part in ADDRESS_PARTS:
        setattr(request, part, address.get(part, ""))
    _turn_to_post(request, reason="on_paper")
    return request


def _arrived(request: PacketRequest, link: PacketLink) -> None:
    """Also after all: a mail that was said to have come back, or that staff have put aside as not fetched."""
    if request.state == "returned":
        move(request, "sent", reason="arrived")
    if "delivered" in MOVES[request.state]:
        move(request, "delivered", reason="arrived", link=link.id)
        request.sent_at = link.mailed_at or request.sent_at  # it went out then, whatever came in between


def _post_instead(link: PacketLink, *, reason: str) -> None:
    """By the post where an address was given for that, else to staff; unless a later mail or another way took over,
    staff took the link back or stopped the request, or the packet has arrived."""
    request = locked(PacketRequest, link.request_id)
    if request.way != "email" or request.erased_at or link.id != max(each.id for each in request.links):
        return
    if link.revoked_at or request.state not in ("approved", *SENT):
        return
    if request.post_wording:
        _turn_to_post(request, reason=reason)
        return
    aside = "returned" if reason == "bounced" and request.state in SENT else "needs_info"
    if aside in MOVES[request.state]:
        move(request, aside, reason=reason, link=link.id)


def _turn_to_post(request: PacketRequest, *, reason: str) -> None:
    request.way = "post"
    set_keys(request)
    session.flush()
    audit.record("packet_request.turned_to_post", request, reason=reason)
    if request.state != "approved":
        move(request, "approved", reason=reason)
