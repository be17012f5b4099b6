"""Corrections on paper: a letter to each holder behind the window of an envelope, all in one PDF."""

from typing import Any

from flask import current_app

from ngoapp.adapters.pdf import joined
from ngoapp.core import audit
from ngoapp.core.db import found
from ngoapp.core.errors import NotThere
from ngoapp.core.paths import templates_folder
from ngoapp.mailings.letterhead import letterhead, logo_of, on_paper
from ngoapp.mailings.lines import address_lines
from ngoapp.organisation.queries import our_organisation, our_today
from ngoapp.packets.kits.holders import recall_sheet
from ngoapp.packets.kits.models import Recall
from ngoapp.packets.models import PacketRequest
from ngoapp.people.addresses import PostalAddress

SHEETS = (templates_folder() / "pdf" / "letter.css", templates_folder() / "pdf" / "note.css")


def print_letters(recall_id: int) -> bytes:
    """Every letter that is not in the post yet; that they were printed is entered. Raises NotThere where none is."""
    recall = found(Recall, recall_id)
    sheet = recall_sheet(recall)
    asked = {holder.request.id: holder.request for holder in sheet.holders}
    letters = sorted(sheet.letters, key=lambda letter: letter.id)
    if not letters:
        raise NotThere
    audit.record("packet_recall.printed", recall, requests=len(letters))
    sender = letterhead(our_organisation())
    words = {"ours": sender, "logo": logo_of(sender), "letter": recall.letter, "written_on": our_today()}
    return joined(_letter(letter.id, asked[letter.request_id], words) for letter in letters)


def _letter(correction_id: int, request: PacketRequest, words: dict[str, Any]) -> bytes:
    address = PostalAddress(name=request.name, **request.address_parts())
    lines = address_lines(address, style="typed", sender_country=our_organisation().country_code)
    page = current_app.jinja_env.get_template("pdf/correction.html")
    html = page.render(lines=lines, name=request.name, **words)
    return on_paper(html, style_sheets=SHEETS, identifier=f"packet-correction-{correction_id}")
