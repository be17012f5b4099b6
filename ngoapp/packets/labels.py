"""Labels for requests: which can be printed, and the sheet."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ngoapp.mailings.labels import LabelsDoNotFit, NothingToPrint, print_labels
from ngoapp.mailings.lines import address_lines
from ngoapp.mailings.stock import LabelStock
from ngoapp.organisation.queries import our_organisation
from ngoapp.packets.models import PacketRequest
from ngoapp.people.addresses import PostalAddress, problems, tidy


@dataclass(frozen=True)
class LeftOut:
    """A request whose label cannot be printed, and why."""

    request: PacketRequest
    sentence: str


@dataclass
class Sorted:
    """Requests that can be printed, in the order of the sheet, with their lines; and those that cannot.

    `twice` has the ids of those whose household may have had a packet already."""

    labels: list[tuple[PacketRequest, list[str]]] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    twice: set[int] = field(default_factory=set)


def label_lines(request: PacketRequest) -> list[str]:
    """The request's lines as they stand on a label. Raises UnknownCountry."""
    return address_lines(_address(request), style="upper", sender_country=our_organisation().country_code)


def sort_out(requests: Iterable[PacketRequest], stock: LabelStock) -> Sorted:
    """Put requests in the order in which they are packed (language, home before abroad, oldest first), and set
    aside what cannot be printed on such sheets."""
    result = Sorted()
    for request in sorted(requests, key=_packing_order):
        missing = [problem.sentence for problem in problems(tidy(_address(request))) if problem.blocking]
        if missing:
            result.left_out.append(LeftOut(request, " ".join(missing)))
        else:
            result.labels.append((request, label_lines(request)))
    return _without_misfits(result, stock)


def draw(
    labels: Sequence[Sequence[str]],
    *,
    stock: LabelStock,
    start: int,
    nudge: tuple[float, float] = (0.0, 0.0),
) -> bytes:
    """The sheet as a PDF. Raises StartNotOnSheet, NothingToPrint, LabelsDoNotFit."""
    out = io.BytesIO()
    print_labels(labels, stock=stock, start=start, out=out, nudge=nudge)
    return out.getvalue()


def _without_misfits(result: Sorted, stock: LabelStock) -> Sorted:
    try:
        draw([lines for _, lines in result.labels], stock=stock, start=1)
    except NothingToPrint:
        return result
    except LabelsDoNotFit as unfit:
        why = {misfit.row - 1: misfit.sentence for misfit in unfit.misfits}
        result.left_out += [LeftOut(result.labels[place][0], sentence) for place, sentence in why.items()]
        result.labels = [label for place, label in enumerate(result.labels) if place not in why]
    return result


def _address(request: PacketRequest) -> PostalAddress:
    return PostalAddress(name=request.name, **request.address_parts())


def _packing_order(request: PacketRequest) -> tuple[object, ...]:
    home = our_organisation().country_code
    abroad = request.country_code != home
    return request.language, abroad, request.country_code if abroad else "", request.received_at, request.id
