"""A receipt's letter on paper: PDF/UA, the same bytes each time it is drawn."""

from functools import cache
from typing import Any

from flask import current_app

from ngoapp.adapters.pdf import GlyphMissing, press
from ngoapp.core.paths import templates_folder
from ngoapp.mailings.letterhead import logo_of
from ngoapp.receipts.letter import Drawing, Letter
from ngoapp.receipts.models import Receipt

MARKS = {"void": "VOID", "replaced": "REPLACED"}
STYLE_SHEETS = (templates_folder() / "pdf" / "letter.css", templates_folder() / "pdf" / "receipt.css")


def draw(letter: Letter, *, mark: str = "") -> Drawing:
    """Set the receipt; `mark` is a word across its head: COPY or VOID.

    A receipt is due whatever letters a name is written in. What no font here has is spelled out by its number in
    Unicode, never left as a box, and staff are told."""
    try:
        return Drawing(_print(letter, mark))
    except GlyphMissing as missing:
        return Drawing(_print(_spelled_out(letter, missing.characters), mark), missing.characters)


def paper_of(receipt: Receipt, *, copy: bool = False) -> bytes:
    """The bytes that were issued; drawn anew with a mark where it is a copy, or no longer in force."""
    mark = MARKS.get(receipt.state, "COPY" if copy else "")
    return draw(Letter.thawed(receipt.data), mark=mark).pdf if mark else receipt.file.content


@cache
def warm_up() -> None:
    """Load what drawing needs and draw once, so that it is not done while a transaction is open."""
    page = "<html lang='en'><title>First</title><p>First, <b>with both faces</b></p></html>"
    press().print(page, style_sheets=STYLE_SHEETS, identifier="warm-up")


def page_of(letter: Letter, *, mark: str = "") -> str:
    """The receipt as HTML, without its style sheets."""
    # Straight from the environment: context processors are for pages, and would ask the database.
    template = current_app.jinja_env.get_template("pdf/receipt.html")
    return template.render(
        letter=letter, ours=letter.organisation, mark=mark, logo=logo_of(letter.organisation)
    )


def _print(letter: Letter, mark: str) -> bytes:
    html = page_of(letter, mark=mark)
    return press().print(html, style_sheets=STYLE_SHEETS, identifier=f"{letter.number} {mark}")


def _spelled_out(letter: Letter, characters: str) -> Letter:
    table = {ord(character): f"[U+{ord(character):04X}]" for character in characters}
    return Letter.thawed(_translated(letter.frozen(), table))


def _translated(value: Any, table: dict[int, str]) -> Any:
    if isinstance(value, str):
        return value.translate(table)
    if isinstance(value, list):
        return [_translated(item, table) for item in value]
    if isinstance(value, dict):
        return {key: _translated(item, table) for key, item in value.items()}
    return value
