"""What goes into each envelope: in which editions, what it weighs and costs, and what is against it."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from ngoapp.organisation.queries import our_organisation, our_today
from ngoapp.packets.kits import contents as kits
from ngoapp.packets.models import PacketRequest


@dataclass(frozen=True)
class Filling:
    """What goes into one envelope. None is not known; `against` says why it cannot go out."""

    packet: str
    lines: Sequence[kits.Line] = ()
    weight_mg: int | None = None
    contents_minor: int | None = None
    against: str = ""


class Fillings:
    """The fillings of many requests, each kind looked up once; the shelf grows emptier with each."""

    def __init__(self) -> None:
        self._today, self._currency = our_today(), our_organisation().currency
        self._shelf = kits.Shelf()
        self._known: dict[tuple[int, str], Filling] = {}
        self._left: dict[int, int] = {}

    def of(self, request: PacketRequest) -> Filling:
        """What this one gets, unless something is against it."""
        key = (request.kit_id, request.language)
        if key not in self._known:
            self._known[key] = self._filling(self._inside(request))
        filling = self._known[key]
        if filling.against:
            return filling
        counted = [line for line in filling.lines if line.edition.counted]
        for line in counted:
            if self._left[line.edition.id] < line.copies:
                return Filling(filling.packet, against=f"“{line.edition.name}”: the shelf has no more.")
        for line in counted:
            self._left[line.edition.id] -= line.copies
        return filling

    def _inside(self, request: PacketRequest) -> kits.Contents:
        return kits.contents(request.kit, request.language, self._today, self._shelf)

    def _filling(self, inside: kits.Contents) -> Filling:
        problems = inside.problems_by("email")  # what the shelf has is seen as it grows emptier
        for line in inside.lines:
            if line.edition.counted:
                self._left.setdefault(line.edition.id, self._shelf.balances[line.edition.id].free)
        return Filling(
            packet=inside.kit.name,
            lines=inside.lines,
            weight_mg=_weight_mg(inside),
            contents_minor=_cost_minor(inside.lines, self._currency),
            against=" ".join(problem.sentence for problem in problems),
        )


def _weight_mg(inside: kits.Contents) -> int | None:
    """Envelope and all; None while one thing in it was never weighed."""
    if not inside.lines or any(not line.edition.weight_mg for line in inside.lines):
        return None
    return inside.kit.envelope_mg + sum(line.copies * line.edition.weight_mg for line in inside.lines)


def _cost_minor(lines: Sequence[kits.Line], currency: str) -> int | None:
    """What the copies cost at the printer's last price, as far as it is known, to the nearest minor unit."""
    newest = [
        (line.copies, lot) for line in lines for lot in line.edition.lots[:1] if lot.cost_currency == currency
    ]
    exact = sum((Fraction(copies * lot.cost_minor, lot.quantity) for copies, lot in newest), Fraction())
    return int(exact + Fraction(1, 2)) if newest else None
