"""Reads of mailed packets by staff, entered in the audit by number like every reading of requests."""

from ngoapp.core.pages import Page
from ngoapp.packets.mailed.queries import links_page
from ngoapp.packets.models import PacketLink
from ngoapp.packets.reading import note_listed


def read_links(view: str, number: int) -> Page[PacketLink]:
    """A page of the links in a view."""
    page = links_page(view, number)
    note_listed(list({link.request_id: link.request for link in page.items}.values()))
    return page
