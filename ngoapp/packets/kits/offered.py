"""What a link brings now: what it promised, and for what was withdrawn since the newer edition."""

from collections.abc import Sequence
from dataclasses import dataclass

from ngoapp.core import audit, clock
from ngoapp.core.db import found, locked, save
from ngoapp.packets.kits.editions import newer_edition
from ngoapp.packets.kits.models import Edition, Sending
from ngoapp.packets.models import PacketLink, PacketRequest


@dataclass(frozen=True)
class Offered:
    """An edition to download, or none; and the one that it stands for, where that was withdrawn."""

    edition: Edition | None
    withdrawn: Edition | None = None


def offered(link: PacketLink) -> Sequence[Offered]:
    """What is behind the link, in the packer's order."""
    promised = {part.edition_id for part in link.parts}
    return [_offered(part.edition, promised) for part in link.parts]


def keep_newer(link_id: int) -> None:
    """Somebody downloads what is offered: they hold the newer editions now. A repeat does nothing."""
    locked(PacketRequest, found(PacketLink, link_id).request_id)  # first, as everybody locks
    link = locked(PacketLink, link_id)
    newer = [part.edition for part in offered(link) if part.edition and part.withdrawn]
    for edition in newer:
        link.parts.append(
            save(
                Sending(
                    key=link.key,
                    request_id=link.request_id,
                    link_id=link.id,
                    edition_id=edition.id,
                    edition=edition,
                    copies=1,
                    way="email",
                    sent_at=clock.now(),
                )
            )
        )
    if newer:
        audit.record("packet_link.renewed", link, editions=len(newer))


def _offered(edition: Edition, promised: set[int]) -> Offered:
    if edition.withdrawn_at is None:
        return Offered(edition)
    newer = newer_edition(edition)
    if newer is None or newer.file_id is None or newer.id in promised:
        return Offered(None, edition)
    return Offered(newer, edition)
