"""Which of the chosen requests can be posted now, in which order and groups; and which cannot, and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from ngoapp.core.money import Money
from ngoapp.mailings.labels import LabelsDoNotFit, NothingToPrint
from ngoapp.mailings.marks import Mark, Marked
from ngoapp.mailings.paper import Paper
from ngoapp.organisation.queries import our_organisation, our_today
from ngoapp.packets.batches.addresses import came_back_from
from ngoapp.packets.batches.filling import Filling, Fillings
from ngoapp.packets.batches.models import PacketPiece
from ngoapp.packets.batches.paper import draw
from ngoapp.packets.batches.postage import Stamp, stamp_for, table_on
from ngoapp.packets.batches.words import GOES, KINDS, NOT_WEIGHED, ZONES
from ngoapp.packets.labels import label_lines, missing_for_label
from ngoapp.packets.models import PacketRequest
from ngoapp.packets.wording import LANGUAGES

CAME_BACK = "Mail to this address came back. Look at the request first."
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# As wide as a mark can be, to see whether a label has room for it.
WIDEST = Mark("B99999-999", "WWWWWW")


@dataclass(frozen=True)
class LeftOut:
    """A request that cannot be posted now, and why."""

    request: PacketRequest
    sentence: str


@dataclass(frozen=True)
class Candidate:
    """A request that can be posted: its label, what goes in, and its stamp."""

    request: PacketRequest
    lines: Sequence[str]
    filling: Filling
    stamp: Stamp

    @property
    def packet(self) -> str:
        """The packet's name."""
        return self.filling.packet

    @property
    def language(self) -> str:
        """The language asked for."""
        return self.request.language

    @property
    def zone(self) -> str:
        """Where to, for the postage."""
        return self.stamp.zone

    @property
    def kind(self) -> str:
        """As which kind of mail."""
        return self.stamp.kind

    @property
    def postage_minor(self) -> int | None:
        """What the stamp costs."""
        return self.stamp.minor


Item = TypeVar("Item", Candidate, PacketPiece)


@dataclass(frozen=True)
class Group(Generic[Item]):
    """Pieces with the same packet, language and class of postage, under a letter."""

    letter: str
    pieces: list[Item] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.pieces)

    @property
    def title(self) -> str:
        """“First steps · English”."""
        first = self.pieces[0]
        language = LANGUAGES.get(first.language, first.language)
        return " · ".join(part for part in (first.packet, language) if part)

    @property
    def mail_class(self) -> str:
        """“Large envelope, Canada”."""
        first = self.pieces[0]
        return f"{KINDS.get(first.kind, NOT_WEIGHED)}, {GOES[first.zone]}"

    @property
    def postage(self) -> Money | None:
        """What its stamps cost together; None while one of them is not known."""
        return total([one.postage_minor for one in self.pieces])


@dataclass
class Sorted:
    """Requests that can be posted, in the order in which they are packed; and those that cannot.

    `twice` has the ids of those whose household may have had a packet already."""

    ready: list[Candidate] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    twice: set[int] = field(default_factory=set)

    @property
    def groups(self) -> list[Group[Candidate]]:
        """The ready ones by packet, language and class of postage."""
        return grouped(self.ready)

    @property
    def postage(self) -> Money | None:
        """What all stamps cost; None while one of them is not known."""
        return total([one.postage_minor for one in self.ready])


def sort_out(requests: Iterable[PacketRequest], paper: Paper) -> Sorted:
    """Put requests in the order in which they are packed (packet, language, class of postage, oldest first), and set
    aside what cannot be posted, or printed on such paper."""
    result, chosen = Sorted(), list(requests)
    back, fillings, table = came_back_from(chosen), Fillings(), table_on(our_today())
    for request in sorted(chosen, key=lambda one: (one.received_at, one.id)):
        against = missing_for_label(request) or (CAME_BACK if request.id in back else "")
        filling = Filling("", against=against) if against else fillings.of(request)
        if filling.against:
            result.left_out.append(LeftOut(request, filling.against))
        else:
            stamp = stamp_for(request.country_code, filling.weight_mg, table)
            result.ready.append(Candidate(request, label_lines(request), filling, stamp))
    result.ready.sort(key=_packing_order)
    return _without_misfits(result, paper)


def grouped(items: Iterable[Item]) -> list[Group[Item]]:
    """Groups in the order in which each first comes up, lettered A, B, …"""
    groups: dict[tuple[str, ...], Group[Item]] = {}
    for item in items:
        key = (item.packet, item.language, item.zone, item.kind)
        if key not in groups:
            groups[key] = Group(_letter(len(groups)))
        groups[key].pieces.append(item)
    return list(groups.values())


def total(parts: Sequence[int | None]) -> Money | None:
    """The sum in our currency; None when a part is not known, or there is none."""
    known = [part for part in parts if part is not None]
    return Money(sum(known), our_organisation().currency) if parts and len(known) == len(parts) else None


def _without_misfits(result: Sorted, paper: Paper) -> Sorted:
    try:
        draw([Marked(one.lines, WIDEST) for one in result.ready], paper=paper)
    except NothingToPrint:
        return result
    except LabelsDoNotFit as unfit:
        why = {misfit.row - 1: misfit.sentence for misfit in unfit.misfits}
        result.left_out += [LeftOut(result.ready[place].request, said) for place, said in why.items()]
        result.ready = [one for place, one in enumerate(result.ready) if place not in why]
    return result


def _packing_order(one: Candidate) -> tuple[object, ...]:
    request, kinds = one.request, tuple(KINDS)
    kind = kinds.index(one.kind) if one.kind in kinds else len(kinds)
    country = "" if one.zone == "home" else request.country_code
    return (
        *(one.packet, one.language, tuple(ZONES).index(one.zone), kind),
        *(country, request.received_at, request.id),
    )


def _letter(number: int) -> str:
    before, last = divmod(number, len(ALPHABET))
    return (_letter(before - 1) if before else "") + ALPHABET[last]
