"""Packets by e-mail in the demo: downloaded, come back, left lying; and a donor whose e-mail came back."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import select

from ngoapp.cli.demo.packets import MINNEAPOLIS
from ngoapp.core import clock
from ngoapp.core.db import session
from ngoapp.packets.mailed.operations import note_bounced, note_download, note_unfetched, remind
from ngoapp.packets.models import PacketLink, PacketRequest
from ngoapp.packets.operations import Asker, Consent, ask_for_packet, mark_link_mailed
from ngoapp.packets.wording import AGREE
from ngoapp.people.bounced import note_email_bounced

A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Mailed:
    """Who asked, how many days ago, what happened, and how many days after the mail."""

    age: int
    email: str
    fate: Callable[[int], None] | None = None
    after: int = 0
    name: str = ""
    address: dict[str, str] = field(default_factory=dict)


STORIES = (
    Mailed(19, "d.kowalski@example.com", note_download, 1),
    Mailed(
        12,
        "hannah.weiss@example.com",
        note_unfetched,
        10,
        "Hannah Weiss",
        {**MINNEAPOLIS, "street_address": "6 Elm Ct"},
    ),
    Mailed(8, "j.moreau@example.com", remind, 7),
    Mailed(3, "o.brandt@exmaple.com", note_bounced),
    Mailed(2, "k.sato@example.com", note_download),
    Mailed(1, "w.baptiste@example.com"),
)
FATES = {
    "ruth.n@example.com": (note_download, 2),
    "t.osei@example.com": (note_download, 0),
    "camila.rojas@example.com": (note_unfetched, 10),
}


def load_mailed_packets() -> None:
    """What became of the mails that are out, and six more."""
    for email, (fate, after) in FATES.items():
        _befalls(
            session.scalars(select(PacketRequest).where(PacketRequest.email_key == email)).one(), fate, after
        )
    for number, story in enumerate(STORIES):
        with clock.at(clock.now() - story.age * A_DAY - timedelta(minutes=40)):
            request = _asked(story, number)
        if story.fate:
            _befalls(request, story.fate, story.after)
    with clock.at(clock.now() - 2 * A_DAY):
        note_email_bounced(["quilters@example.org"])


def _asked(story: Mailed, number: int) -> PacketRequest:
    request = ask_for_packet(
        action_key=f"demo-mailed-packet-{number}",
        channel="web",
        way="email",
        language="en",
        asker=Asker(
            name=story.name, email=story.email, address=story.address, post_instead=bool(story.address)
        ),
        consent=Consent(wording=AGREE),
    )
    for link in _links(request):
        mark_link_mailed(link.id)
    return request


def _befalls(request: PacketRequest, fate: Callable[[int], None], after: int) -> None:
    for link in _links(request):
        if link.mailed_at:
            with clock.at(link.mailed_at + after * A_DAY + timedelta(minutes=9)):
                fate(link.id)


def _links(request: PacketRequest) -> list[PacketLink]:
    return list(session.scalars(select(PacketLink).where(PacketLink.request_id == request.id)))
