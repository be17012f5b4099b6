"""Reads of batches by staff. Each is entered in the audit by number, since what is read is about health."""

from collections.abc import Sequence
from dataclasses import replace

from ngoapp.core import audit
from ngoapp.mailings.paper import Paper
from ngoapp.packets.batches.models import PacketPiece
from ngoapp.packets.batches.queries import BatchSheet, batch_sheet
from ngoapp.packets.batches.returns import latest_returns
from ngoapp.packets.batches.sorting import Sorted, sort_out
from ngoapp.packets.duplicates import asked_twice
from ngoapp.packets.queries import requests_by_id
from ngoapp.packets.reading import note_listed


def read_chosen(request_ids: Sequence[int], paper: Paper) -> Sorted:
    """The chosen requests in the order of packing, and those that cannot be posted or printed on such paper."""
    chosen = requests_by_id(request_ids)
    note_listed(chosen)
    return replace(sort_out(chosen, paper), twice=asked_twice(chosen))


def read_batch(batch_id: int) -> BatchSheet:
    """One batch with the addresses in it. Raises NotThere."""
    sheet = batch_sheet(batch_id)
    audit.record("packet_batch.viewed", sheet.batch)
    return sheet


def read_returns() -> Sequence[PacketPiece]:
    """What the mail brought back last."""
    latest = latest_returns()
    note_listed([piece.request for piece in latest])
    return latest
