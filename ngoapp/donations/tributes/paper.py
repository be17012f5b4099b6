"""Tributes on paper: the letter for the window of an envelope, and a card to fold. The same bytes each time."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from flask import current_app

from ngoapp.core.paths import templates_folder
from ngoapp.donations.tributes.letter import FamilyLetter
from ngoapp.mailings.letterhead import letterhead, logo_of, on_paper
from ngoapp.organisation.queries import our_organisation

SHEETS = templates_folder() / "pdf"
LETTER_SHEETS = (SHEETS / "letter.css", SHEETS / "tribute.css")
CARD_SHEETS = (SHEETS / "letter.css", SHEETS / "card.css")


def draw_letter(letter: FamilyLetter) -> bytes:
    """The letter that tells a family who gave."""
    return _draw("pdf/tribute.html", letter, LETTER_SHEETS)


def draw_card(letter: FamilyLetter) -> bytes:
    """A card that says the same in a few words, on a sheet to fold once."""
    return _draw("pdf/card.html", letter, CARD_SHEETS)


def _draw(template: str, letter: FamilyLetter, sheets: Sequence[Path]) -> bytes:
    sender = letterhead(our_organisation())
    # Straight from the environment: context processors are for pages, and would ask the database.
    page = current_app.jinja_env.get_template(template)
    html = page.render(letter=letter, ours=sender, logo=logo_of(sender))
    name = hashlib.sha256(json.dumps(letter.frozen(), sort_keys=True).encode()).hexdigest()
    return on_paper(html, style_sheets=sheets, identifier=name)
