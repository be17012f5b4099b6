"""Tributes on paper: the letter for the window of an envelope, and a card to fold. The same bytes each time."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from flask import current_app

from ngoapp.core.paths import templates_folder
from ngoapp.donations.tributes.letter import FamilyLetter
from ngoapp.donations.tributes.models import HonoureeAnswer
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


def draw_question(question: HonoureeAnswer) -> bytes:
    """The question whether an honoree may be named, with a slip to send back."""
    sender = letterhead(our_organisation())
    page = current_app.jinja_env.get_template("pdf/honouree_question.html")
    html = page.render(question=question, honouree=question.honouree, ours=sender, logo=logo_of(sender))
    return on_paper(html, style_sheets=LETTER_SHEETS, identifier=f"question {question.id}")


def _draw(template: str, letter: FamilyLetter, sheets: Sequence[Path]) -> bytes:
    sender = letterhead(our_organisation())
    # Straight from the environment: context processors are for pages, and would ask the database.
    page = current_app.jinja_env.get_template(template)
    html = page.render(letter=letter, ours=sender, logo=logo_of(sender))
    name = hashlib.sha256(json.dumps(letter.frozen(), sort_keys=True).encode()).hexdigest()
    return on_paper(html, style_sheets=sheets, identifier=name)
