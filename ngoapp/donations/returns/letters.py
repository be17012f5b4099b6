"""Notes about money that went back on paper, for donors without an e-mail address: a letter behind a window."""

from collections.abc import Sequence

from flask import current_app

from ngoapp.adapters.pdf import joined
from ngoapp.core.errors import Refused
from ngoapp.core.paths import templates_folder
from ngoapp.donations.returns.models import DonorNote
from ngoapp.mailings.letterhead import address_block, country_of, letterhead, logo_of, on_paper
from ngoapp.organisation.queries import our_organisation
from ngoapp.people.models import Person

STYLE_SHEETS = (templates_folder() / "pdf" / "letter.css", templates_folder() / "pdf" / "note.css")
HEADINGS = {
    "refund": "Money that comes back to you",
    "refund_failed": "Our refund did not reach you",
    "dispute": "About a payment to us",
    "dispute_reversal": "About your payment to us",
    "bounced": "About your check to us",
}


class NothingTicked(Refused):
    """No note was chosen."""

    def __init__(self) -> None:
        super().__init__("Tick the notes first.")


def print_notes(notes: Sequence[DonorNote]) -> bytes:
    """One PDF with a page for each note. Raises NothingTicked."""
    pages = [draw_note(note, note.gift.donor) for note in notes if note.gift.donor]
    if not pages:
        raise NothingTicked
    return joined(pages)


def draw_note(note: DonorNote, donor: Person) -> bytes:
    """The note as a letter: the same bytes each time."""
    ours, home = our_organisation(), donor.household
    sender = letterhead(ours)
    # Straight from the environment: context processors are for pages, and would ask the database.
    html = current_app.jinja_env.get_template("pdf/note.html").render(
        note=note,
        gift=note.gift,
        on_paper=True,
        ours=sender,
        logo=logo_of(sender),
        heading=HEADINGS[note.kind],
        written_on=note.decided_at or note.created_at,
        salutation=home.salutation if home else note.gift.donor_name,
        address_lines=address_block(
            home.envelope_name if home else note.gift.donor_name, donor.address, ours.country_code
        ),
        country_code=country_of(donor),
    )
    return on_paper(html, style_sheets=STYLE_SHEETS, identifier=f"note {note.id}")
