"""Batches for tests."""

import io
import itertools

from pypdf import PdfReader

from ngoapp.mailings.stock import find_stock
from ngoapp.packets.batches.models import PacketBatch
from ngoapp.packets.batches.operations import freeze_batch, mark_posted, pack_all
from ngoapp.packets.models import PacketRequest

SHEET = find_stock("5160")
_numbers = itertools.count(1)


def batch_of(
    *requests: PacketRequest, start: int = 1, action_key: str = "", stock: str = "5160", printer_id: int = 0
) -> PacketBatch:
    """A batch in hand."""
    ids = [request.id for request in requests]
    return freeze_batch(
        action_key=action_key or f"batch-{next(_numbers)}",
        request_ids=ids,
        stock=stock,
        start=start,
        printer_id=printer_id,
    )


def posted(*requests: PacketRequest) -> PacketBatch:
    """A batch in the post."""
    batch = batch_of(*requests)
    pack_all(batch.id)
    return mark_posted(batch.id)


def text_of(pdf: bytes) -> str:
    """What is written on the pages."""
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
