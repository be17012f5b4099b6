"""The pile on paper: the receipts, one a page, and behind them the labels for their envelopes in the same order."""

from collections.abc import Sequence
from io import BytesIO

from ngoapp.adapters.pdf import joined
from ngoapp.core.errors import Refused
from ngoapp.mailings.labels import LabelsDoNotFit, print_labels
from ngoapp.mailings.lines import address_lines
from ngoapp.mailings.stock import find_stock
from ngoapp.organisation.queries import our_organisation
from ngoapp.people.addresses import PostalAddress
from ngoapp.people.models import Person
from ngoapp.receipts.models import Receipt
from ngoapp.receipts.paper import paper_of

STOCK = find_stock("5160")


class NothingTicked(Refused):
    """No receipt was chosen."""

    def __init__(self) -> None:
        super().__init__("Tick the receipts first.")


class LabelMisfit(Refused):
    """An address is too long for its label."""

    def __init__(self, receipt: Receipt, reason: str) -> None:
        super().__init__(f"The label for {receipt.number} ({receipt.donor_name}) cannot be printed: {reason}")


def print_pile(receipts: Sequence[Receipt], *, start: int) -> bytes:
    """One PDF: every receipt, then sheets of labels from place `start` on, for those with an address.

    Raises NothingTicked and LabelMisfit; then nothing is printed."""
    if not receipts:
        raise NothingTicked
    papers = [paper_of(receipt) for receipt in receipts]
    addressed = [receipt for receipt in receipts if has_address(receipt)]
    return joined([*papers, *([_labels(addressed, start)] if addressed else [])])


def has_address(receipt: Receipt) -> bool:
    """Whether there is somewhere to send it."""
    addressee = receipt.gift.addressee
    return addressee is not None and addressee.address is not None


def _labels(receipts: Sequence[Receipt], start: int) -> bytes:
    out = BytesIO()
    try:
        print_labels([_lines(receipt) for receipt in receipts], stock=STOCK, start=start, out=out)
    except LabelsDoNotFit as refusal:
        first = refusal.misfits[0]
        raise LabelMisfit(receipts[first.row - 1], first.sentence) from refusal
    return out.getvalue()


def _lines(receipt: Receipt) -> list[str]:
    addressee = receipt.gift.addressee
    if addressee is None or addressee.address is None:
        return []
    address = PostalAddress(name=_envelope_name(receipt, addressee), **addressee.address.address_parts())
    return address_lines(address, style="upper", sender_country=our_organisation().country_code)


def _envelope_name(receipt: Receipt, addressee: Person) -> str:
    home = addressee.household
    return home.envelope_name if home and home.receipt_name == receipt.donor_name else receipt.donor_name
