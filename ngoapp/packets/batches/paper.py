"""A batch on paper: labels with marks on sheets, or envelopes one by one."""

import io
from collections.abc import Sequence

from ngoapp.mailings.envelopes import print_envelopes
from ngoapp.mailings.marks import Marked, print_marked_labels
from ngoapp.mailings.paper import Paper, our_sender
from ngoapp.mailings.stock import LabelStock


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
        sender=our_sender(),
        out=out,
        nudge=nudge,
    )
    return out.getvalue()
