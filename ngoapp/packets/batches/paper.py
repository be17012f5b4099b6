"""What a batch is printed on: sheets of labels, or envelopes one by one."""

import io
from collections.abc import Sequence

from ngoapp.mailings.envelopes import Envelope, Sender, envelope_names, find_envelope, print_envelopes
from ngoapp.mailings.labels import StartNotOnSheet
from ngoapp.mailings.marks import Marked, print_marked_labels
from ngoapp.mailings.queries import all_stock_names, stock_of
from ngoapp.mailings.stock import LabelStock
from ngoapp.organisation.queries import our_organisation

Paper = LabelStock | Envelope
ENDORSEMENT = "RETURN SERVICE REQUESTED"


def paper_names() -> dict[str, str]:
    """Everything that can be printed on, with the words for it."""
    sheets = {name: f"Labels {name}" for name in all_stock_names()}
    return sheets | {name: f"Envelopes {name}" for name in envelope_names()}


def paper_of(name: str) -> Paper:
    """The sheets or envelopes of that name. Raises UnknownStock."""
    return find_envelope(name) if name in envelope_names() else stock_of(name)


def per_sheet(paper: Paper) -> int:
    """How many addresses a sheet has."""
    return paper.per_sheet if isinstance(paper, LabelStock) else 1


def check_start(paper: Paper, start: int) -> None:
    """Raises StartNotOnSheet."""
    if isinstance(paper, LabelStock) and not 1 <= start <= paper.per_sheet:
        raise StartNotOnSheet(start, paper)


def draw(
    labels: Sequence[Marked | None], *, paper: Paper, start: int = 1, nudge: tuple[float, float] = (0.0, 0.0)
) -> bytes:
    """Labels from place `start` on, or envelopes, as a PDF; None leaves a label free.

    Raises StartNotOnSheet, NothingToPrint, LabelsDoNotFit."""
    out = io.BytesIO()
    if isinstance(paper, LabelStock):
        print_marked_labels(labels, stock=paper, start=start, out=out, nudge=nudge)
        return out.getvalue()
    there = [label for label in labels if label]
    print_envelopes(
        [label.lines for label in there],
        marks=[label.mark for label in there],
        envelope=paper,
        sender=_sender(),
        out=out,
        nudge=nudge,
    )
    return out.getvalue()


def _sender() -> Sender:
    """Under the short name: the full one can tell a diagnosis."""
    ours = our_organisation()
    return Sender([ours.short_name, *ours.address_lines], ENDORSEMENT if ours.country_code == "US" else "")
