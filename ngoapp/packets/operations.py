"""Writes about requests: taking one in, correcting it, and every step until it is sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from ngoapp.core import audit, clock
from ngoapp.core.db import found, locked, save, session
from ngoapp.core.errors import Refused
from ngoapp.organisation.queries import our_today
from ngoapp.packets.batches.returns import requeue_corrected
from ngoapp.packets.duplicates import set_keys
from ngoapp.packets.kits.contents import can_be_mailed, usual_kit
from ngoapp.packets.kits.models import Kit
from ngoapp.packets.kits.sendings import mark_gone
from ngoapp.packets.links import keep_back_links, link_locked, mailed_often, make_link, revoke_links
from ngoapp.packets.models import PacketRequest
from ngoapp.packets.moves import WrongMove, move
from ngoapp.packets.privacy.counts import count_in
from ngoapp.packets.privacy.forgetting import blur, empty_beside
from ngoapp.packets.states import CLOSED, CORRECTABLE, NOTHING_GOES
from ngoapp.packets.wording import POST_INSTEAD
from ngoapp.people.models import ADDRESS_PARTS

PERSONAL = (
    *("name", "email", "phone", "voicemail", "voicemail_name", "note", "event", "relation"),
    *("name_key", "postal_key", "email_key", "phone_key"),
    *("newsletter_wording", "post_wording", "survey_wording"),
)


class AskedInTheFuture(Refused):
    """A request has come: its moment is past."""

    def __init__(self) -> None:
        super().__init__("This day is still to come. Enter the day the request came.", field="received_on")


class NothingToSendTo(Refused):
    """A request needs somewhere to go."""

    def __init__(self) -> None:
        super().__init__("Enter the e-mail address that the link goes to.", field="email")


@dataclass(frozen=True, kw_only=True)
class Asker:
    """Who asks and where the packet goes: `address` has the columns of AddressColumns, and is for the post only.

    `post_instead`: it may go there if the e-mail does not arrive or is not fetched."""

    name: str = ""
    email: str = ""
    phone: str = ""
    voicemail: str = ""
    voicemail_name: str = ""
    relation: str = ""
    note: str = ""
    address: Mapping[str, str] = field(default_factory=dict)
    post_instead: bool = False


@dataclass(frozen=True, kw_only=True)
class Consent:
    """The very words that the asker agreed to; the newsletter's are empty where they did not ask for it."""

    wording: str
    newsletter_wording: str = ""
    survey_wording: str = ""

    def columns(self) -> dict[str, str]:
        """The words as a request keeps them."""
        return {
            "consent_wording": self.wording,
            "newsletter_wording": self.newsletter_wording,
            "survey_wording": self.survey_wording,
        }


def ask_for_packet(
    *,
    action_key: str,
    channel: str,
    way: str,
    language: str,
    asker: Asker,
    consent: Consent,
    received_at: datetime | None = None,
    event: str = "",
    kit_id: int | None = None,
) -> PacketRequest:
    """Take a request in, for the usual kit unless another was chosen; the same form sent twice is one.

    By e-mail its link goes out at once, where it can. By post it waits for staff: as new from the web, as ready where
    staff themselves took it. Raises AskedInTheFuture and NothingToSendTo."""
    known = session.scalar(select(PacketRequest).where(PacketRequest.action_key == action_key))
    if known:
        return known
    moment = received_at or clock.now()
    if moment > clock.now():
        raise AskedInTheFuture
    request = PacketRequest(
        action_key=action_key,
        kit=found(Kit, kit_id) if kit_id else usual_kit(),
        channel=channel,
        event=event,
        **consent.columns(),
        consented_at=moment,
        operator_id=_operator_id(),
        received_at=moment,
    )
    _fill(request, way=way, language=language, asker=asker)
    request.state = "new" if channel == "web" else "approved"
    save(request)
    audit.record("packet_request.received", request, channel=channel, way=way)
    if way == "email":
        _answer_by_email(request)
    return request


def _operator_id() -> int | None:
    who = audit.actor.get()
    return who.id if who.kind == "staff" else None


def correct_request(
    request_id: int, *, way: str, language: str, asker: Asker, kit_id: int | None = None
) -> PacketRequest:
    """Change what was taken down, as long as nothing is on its way. What the mail brought back goes out again when its
    address is another one now. Raises WrongMove and NothingToSendTo."""
    request = locked(PacketRequest, request_id)
    if request.state not in CORRECTABLE:
        raise WrongMove(request.state)
    _fill(request, way=way, language=language, asker=asker)
    if way == "post":
        keep_back_links(request)
    request.kit_id = kit_id or request.kit_id
    session.flush()
    audit.record("packet_request.corrected", request)
    requeue_corrected(request)
    return request


def move_request(request_id: int, to: str, *, reason: str = "") -> PacketRequest:
    """Set the request aside or close it; with a close its link ends too. Raises WrongMove."""
    request = move(locked(PacketRequest, request_id), to, reason=reason)
    if to in NOTHING_GOES:
        revoke_links(request)
    return request


def approve_request(request_id: int, *, reason: str = "") -> PacketRequest:
    """Let the packet go out, or go out once more: by post it joins the queue, by e-mail a fresh link is mailed.

    Raises WrongMove, and as make_link."""
    request = locked(PacketRequest, request_id)
    if request.erased_at:
        raise WrongMove(request.state)
    if request.state != "approved":
        move(request, "approved", reason=reason)
    if request.way == "email":
        revoke_links(request)
        make_link(request)
    return request


def mark_link_mailed(link_id: int) -> None:
    """The mail server has taken the mail with this link: its request, if it waited for that, is sent."""
    link = link_locked(link_id)
    if link.mailed_at:
        return
    link.mailed_at = clock.now()
    mark_gone([link.key], link.mailed_at)
    request = locked(PacketRequest, link.request_id)
    if request.state == "approved" and request.way == "email":
        move(request, "sent", reason="link_mailed", link=link.id)


def erase_person(request_id: int) -> PacketRequest:
    """Forget who asked: one more in the counts stays, and a row without a person. An open request is cancelled
    first. A repeat does nothing."""
    request = locked(PacketRequest, request_id)
    if request.erased_at is None:
        count_in(request)
        if request.state not in CLOSED:
            move(request, "cancelled", reason="forgotten")
        revoke_links(request)
        for column in PERSONAL:
            setattr(request, column, "")
        for part in ADDRESS_PARTS:
            if part != "country_code":
                setattr(request, part, "")
        request.erased_at = clock.now()
        empty_beside(request.id)
        blur(request)
        audit.record("packet_request.erased", request)
    session.flush()
    return request


def _fill(request: PacketRequest, *, way: str, language: str, asker: Asker) -> None:
    if way == "email" and not asker.email:
        raise NothingToSendTo
    request.way, request.language = way, language
    may_post = way == "email" and asker.post_instead
    request.post_wording = POST_INSTEAD if may_post else ""
    for column in ("name", "email", "phone", "relation", "note"):
        setattr(request, column, getattr(asker, column))
    request.voicemail = asker.voicemail if asker.phone else ""
    request.voicemail_name = asker.voicemail_name if request.voicemail == "yes" else ""
    address = asker.address if way == "post" or may_post else {}
    for part in ADDRESS_PARTS:
        setattr(request, part, address.get(part, ""))
    set_keys(request)


def _answer_by_email(request: PacketRequest) -> None:
    """Mail the link, unless staff have to look first: no edition in that language, a review
    that is overdue, or one address again and again."""
    mailable = can_be_mailed(request.kit, request.language, our_today())
    if mailable and not mailed_often(request.email):
        if request.state == "new":
            move(request, "approved")
        make_link(request)
