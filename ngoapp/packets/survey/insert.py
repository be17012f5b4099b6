"""The slip in the envelope: four on a sheet, with a code that leads to the open questions and is tied to nobody."""

import segno
from flask import current_app

from ngoapp.core.paths import templates_folder
from ngoapp.mailings.letterhead import letterhead, on_paper
from ngoapp.organisation.queries import our_organisation
from ngoapp.web.mail import absolute

STYLE_SHEETS = tuple(templates_folder() / "pdf" / sheet for sheet in ("letter.css", "packet_insert.css"))
PER_SHEET, QUIET_ZONE = 4, 4


def insert_pdf() -> bytes:
    """A sheet of slips."""
    address = absolute("/info-packet/survey")
    code = segno.make(address, error="m", micro=False)
    # Straight from the environment: context processors are for pages, and would ask the database.
    html = current_app.jinja_env.get_template("pdf/packet_insert.html").render(
        ours=letterhead(our_organisation()),
        where=address.partition("://")[2],
        code=code.svg_data_uri(dark="#000000", light="#ffffff", border=QUIET_ZONE),
        slips=range(PER_SHEET),
    )
    return on_paper(html, style_sheets=STYLE_SHEETS, identifier=f"packet survey {address}")
