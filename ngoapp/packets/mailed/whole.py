"""A packet as the file that a reader keeps: one of its parts, or all of them one after the other."""

from ngoapp.adapters.pdf import joined
from ngoapp.core.errors import NotThere
from ngoapp.packets.kits.offered import offered
from ngoapp.packets.links import find_part
from ngoapp.packets.models import PacketLink


def packet_file(link: PacketLink, edition_id: int | None) -> tuple[bytes, str]:
    """The PDF of this part, or of the whole packet, and what it is called on the reader's disk. Raises NotThere."""
    parts = [find_part(link, each) for each in ([edition_id] if edition_id else _editions_of(link))]
    if not parts:
        raise NotThere
    name = f"info-packet-{parts[0][0].language}.pdf"
    if len(parts) == 1:
        return parts[0][1].content, name
    return joined(file.content for _, file in parts), name


def _editions_of(link: PacketLink) -> list[int]:
    return [part.edition.id for part in offered(link) if part.edition]
