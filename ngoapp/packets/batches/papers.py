"""What goes through the printer beside the labels: the pick list and the packing slips, in the labels' order."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import segno
from flask import current_app

from ngoapp.core import audit
from ngoapp.core.paths import templates_folder
from ngoapp.mailings.letterhead import LETTER_PAPER, on_paper
from ngoapp.organisation.queries import our_organisation
from ngoapp.packets.batches.holding import lines_in, totals_of
from ngoapp.packets.batches.models import PacketPiece
from ngoapp.packets.batches.printing import labels_pdf
from ngoapp.packets.batches.queries import BatchSheet, batch_sheet
from ngoapp.packets.labels import label_lines
from ngoapp.packets.wording import LANGUAGES

STYLE_SHEETS = (templates_folder() / "pdf" / "packing.css",)


def pick_list_pdf(batch_id: int) -> bytes:
    """What to take from the shelf for the whole batch, by edition and by group."""
    sheet = batch_sheet(batch_id)
    marks = {group.letter: _span(group.pieces) for group in sheet.groups}
    return _on_paper("pick_list", sheet, totals=totals_of(sheet.there), marks=marks)


def slips_pdf(batch_id: int) -> bytes:
    """A slip for each envelope: its mark, where it goes, what goes in. It stays outside the envelope."""
    sheet = batch_sheet(batch_id)
    there = [piece for piece in sheet.there if piece.request.erased_at is None]
    letters = {piece.id: group.letter for group in sheet.groups for piece in group.pieces}
    classes = {piece.id: group.mail_class for group in sheet.groups for piece in group.pieces}
    return _on_paper(
        "slips",
        sheet,
        pieces=[(piece, label_lines(piece.request), _code(piece.code)) for piece in there],
        letters=letters,
        classes=classes,
        inside=lines_in(there),
    )


PAPERS: Mapping[str, Callable[[int], bytes]] = {
    "labels": labels_pdf,
    "slips": slips_pdf,
    "pick-list": pick_list_pdf,
}


def _on_paper(name: str, sheet: BatchSheet, **context: Any) -> bytes:
    audit.record("packet_batch.exported", sheet.batch)
    # Straight from the environment: context processors are for pages, and would ask the database.
    template = current_app.jinja_env.get_template(f"pdf/packing_{name}.html")
    ours = our_organisation()
    html = template.render(
        sheet=sheet,
        batch=sheet.batch,
        languages=LANGUAGES,
        paper="letter" if ours.country_code in LETTER_PAPER else "a4",
        **context,
    )
    return on_paper(html, style_sheets=STYLE_SHEETS, identifier=f"{name} {sheet.batch.id}")


def _span(pieces: Sequence[PacketPiece]) -> str:
    """“B12-001 to 007”: a group's pieces lie together, as the labels do."""
    first, last = pieces[0], pieces[-1]
    return first.mark if first is last else f"{first.mark} to {last.position:03}"


def _code(code: str) -> str:
    return segno.make(code, error="m", micro=False).svg_data_uri(dark="#000000", light="#ffffff", border=4)
