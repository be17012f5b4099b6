"""Packets by e-mail: a link that works for 30 days without sign-in and can be taken back."""

from datetime import timedelta

from sqlalchemy import func, select

from ngoapp.core import audit, clock, tokens
from ngoapp.core.db import found, locked, save, session
from ngoapp.core.errors import NotThere, Refused
from ngoapp.core.files import StoredFile
from ngoapp.core.outbox import enqueue
from ngoapp.organisation.queries import our_today
from ngoapp.packets.kits.contents import mailed_contents
from ngoapp.packets.kits.models import Edition
from ngoapp.packets.kits.offered import offered
from ngoapp.packets.kits.sendings import plan_sending
from ngoapp.packets.models import PacketLink, PacketRequest
from ngoapp.packets.moves import move
from ngoapp.packets.states import NOTHING_GOES

LASTS = timedelta(days=30)
MOST_IN_A_DAY = 3
WITH_STAFF = ("needs_info", "returned")
JOB = "packets.send_link"


class MailedOften(Refused):
    """One address got several of these mails today: more would be a nuisance, whoever asks for them."""

    def __init__(self) -> None:
        super().__init__(
            "We have sent this link several times in the last day. Please look among the junk mail, or call us."
        )


def make_link(request: PacketRequest) -> PacketLink:
    """Give the request a link to its kit's present editions and queue the mail that carries it.

    Raises CannotGoOut, NothingByEmail, and MailedOften after three links to one address in a day."""
    lines = mailed_contents(request.kit, request.language, our_today())
    if mailed_often(request.email):
        raise MailedOften
    moment = clock.now()
    link = save(
        PacketLink(
            request=request,
            nonce=tokens.new_nonce(),
            made_at=moment,
            expires_at=moment + LASTS,
        )
    )
    plan_sending(key=link.key, request_id=request.id, way="email", lines=lines, link_id=link.id)
    enqueue(JOB, dedupe_key=f"{JOB}:{link.id}", link_id=link.id)
    audit.record("packet_link.made", link, request=request.id)
    return link


def mailed_often(email: str) -> bool:
    """Whether an address had its share of these mails within the last day."""
    since = clock.now() - timedelta(days=1)
    count = session.scalar(
        select(func.count(PacketLink.id))
        .join(PacketRequest)
        .where(PacketRequest.email_key == email, PacketLink.made_at > since)
    )
    return (count or 0) >= MOST_IN_A_DAY


def find_link(token: str) -> PacketLink:
    """The link with this token, also when it has ended. Raises NotThere."""
    link = session.scalar(select(PacketLink).where(PacketLink.digest == tokens.digest(token)))
    if link is None:
        raise NotThere
    return link


def link_locked(link_id: int) -> PacketLink:
    """The link and its request, locked in the order in which everybody locks: the request first. Raises NotThere."""
    locked(PacketRequest, found(PacketLink, link_id).request_id)
    return locked(PacketLink, link_id)


def find_part(link: PacketLink, edition_id: int) -> tuple[Edition, StoredFile]:
    """One of the editions that the link offers now, with its PDF. Raises NotThere."""
    for part in offered(link):
        if part.edition and part.edition.id == edition_id and part.edition.file:
            return part.edition, part.edition.file
    raise NotThere


def is_open(link: PacketLink) -> bool:
    """Whether the packet can still be had by this link."""
    return link.revoked_at is None and clock.now() < link.expires_at


def is_taken_back(link: PacketLink) -> bool:
    """Whether nothing comes by this link any more, also no fresh one: staff ended it, or its request is over."""
    request = link.request
    return bool(link.revoked_at or request.erased_at) or request.state in NOTHING_GOES


def ask_again(link: PacketLink) -> None:
    """Mail a fresh link to the same address. Raises NotThere for one that is taken back, else as make_link."""
    request = locked(PacketRequest, link.request_id)
    if is_taken_back(link):
        raise NotThere
    if request.way == "email" and (link.bounced_at or link.unfetched_at) and request.state in WITH_STAFF:
        move(request, "approved", reason="answered")
    make_link(request)


def revoke_links(request: PacketRequest) -> None:
    """End every link of the request: also one whose time is over, which would still bring a fresh one."""
    for link in request.links:
        if link.revoked_at is None:
            link.revoked_at = clock.now()
            audit.record("packet_link.revoked", link, request=request.id)


def keep_back_links(request: PacketRequest) -> None:
    """End what has not been mailed: the packet goes another way now, and would come twice."""
    for link in request.links:
        if link.mailed_at is None and link.revoked_at is None:
            link.revoked_at = clock.now()
            audit.record("packet_link.revoked", link, request=request.id)
