"""What addresses are printed on: sheets of labels, or envelopes one by one."""

import io
from collections.abc import Iterable, Sequence

from ngoapp.mailings.envelopes import Envelope, Sender, envelope_names, find_envelope, print_envelopes
from ngoapp.mailings.labels import LabelsDoNotFit, NothingToPrint, StartNotOnSheet, print_labels
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


def in_words(paper: Paper) -> str:
    """“Labels 5160”, “Envelopes #10”."""
    return f"Labels {paper.name}" if isinstance(paper, LabelStock) else f"Envelopes {paper.name}"


def per_sheet(paper: Paper) -> int:
    """How many addresses a sheet has."""
    return paper.per_sheet if isinstance(paper, LabelStock) else 1


def check_start(paper: Paper, start: int) -> None:
    """Raises StartNotOnSheet."""
    if isinstance(paper, LabelStock) and not 1 <= start <= paper.per_sheet:
        raise StartNotOnSheet(start, paper)


def draw(
    addresses: Iterable[Sequence[str]],
    *,
    paper: Paper,
    start: int = 1,
    nudge: tuple[float, float] = (0.0, 0.0),
) -> bytes:
    """The addresses as a PDF, labels from place `start` on. Raises StartNotOnSheet, NothingToPrint, LabelsDoNotFit."""
    out = io.BytesIO()
    if isinstance(paper, LabelStock):
        print_labels(addresses, stock=paper, start=start, out=out, nudge=nudge)
    else:
        print_envelopes(addresses, envelope=paper, sender=our_sender(), out=out, nudge=nudge)
    return out.getvalue()


def misfits(addresses: Iterable[Sequence[str]], paper: Paper) -> dict[int, str]:
    """Which of the addresses, counted from 0, cannot be printed whole, and why."""
    try:
        draw(addresses, paper=paper)
    except NothingToPrint:
        return {}
    except LabelsDoNotFit as unfit:
        return {misfit.row - 1: misfit.sentence for misfit in unfit.misfits}
    return {}


def our_sender() -> Sender:
    """Us on an envelope, under the short name: the full one can tell a diagnosis."""
    ours = our_organisation()
    return Sender([ours.short_name, *ours.address_lines], ENDORSEMENT if ours.country_code == "US" else "")
