"""What lies in a kit in one language on one day, what it weighs, and what stands against sending it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from ngoapp.core.db import session
from ngoapp.core.errors import Refused
from ngoapp.packets.kits.editions import current_editions
from ngoapp.packets.kits.models import Edition, Item, Kit, KitItem
from ngoapp.packets.kits.stock import balances
from ngoapp.packets.wording import LANGUAGES

NO_EDITION, OVERDUE, WITHDRAWN, OUT_OF_STOCK = "no_edition", "review_overdue", "withdrawn", "out_of_stock"


@dataclass(frozen=True)
class Line:
    """So many copies of an edition."""

    item: Item
    edition: Edition
    copies: int


@dataclass(frozen=True)
class Problem:
    """What stands against sending: a code, the sentence that staff read, and the edition or item that it is about."""

    code: str
    sentence: str
    item: Item
    edition: Edition | None = None


@dataclass(frozen=True)
class Contents:
    """A kit in one language on one day: what goes in, by the packer's order, and every problem with that."""

    kit: Kit
    language: str
    lines: Sequence[Line]
    problems: Sequence[Problem]

    @property
    def needs(self) -> dict[int, int]:
        """How many copies of which edition one envelope takes, as `stock.reserve` wants it."""
        return {line.edition.id: line.copies for line in self.lines}

    @property
    def weight_grams(self) -> int:
        """The whole weight, envelope and all, in grams, rounded up."""
        inside = sum(line.copies * line.edition.weight_mg for line in self.lines)
        return -(-(inside + self.kit.envelope_mg) // 1000)

    def problems_by(self, way: str) -> Sequence[Problem]:
        """What stands against sending it this way: an empty shelf is none for a mail."""
        return [problem for problem in self.problems if way == "post" or problem.code != OUT_OF_STOCK]


class Shelf:
    """What goes out and how much of it is free, read once for many kits."""

    def __init__(self) -> None:
        self.kits = active_kits()  # held, so that their parts need not be read again
        self.current = current_editions(options=[selectinload(Edition.lots)])
        self.balances = balances([edition.id for edition in self.current.values() if edition.counted])


class CannotGoOut(Refused):
    """Something is wrong with what would be sent."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(" ".join(problem.sentence for problem in problems))


class NothingByEmail(Refused):
    """A kit that is on paper alone cannot be mailed as a link."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(f"“{kit.name}” has no PDF to send by e-mail. Send it by post, or add one.")


def contents(kit: Kit, language: str, on: date, shelf: Shelf | None = None) -> Contents:
    """What goes into this kit in this language, with what stands against it on this day."""
    current = shelf.current if shelf else current_editions(language)
    lines, problems = [], []
    for part in kit.parts:
        edition = current.get((part.item_id, language))
        if edition is None:
            problems.append(_missing(part.item, language))
        else:
            lines.append(Line(part.item, edition, part.copies))
    counted = [line.edition.id for line in lines if line.edition.counted]
    free = shelf.balances if shelf else balances(counted)
    for line in lines:
        if line.edition.is_overdue(on):
            problems.append(_overdue(line))
        if line.edition.counted and free[line.edition.id].free < line.copies:
            problems.append(_out_of_stock(line, free[line.edition.id].free))
    return Contents(kit, language, lines, problems)


def mailed_contents(kit: Kit, language: str, on: date) -> Sequence[Line]:
    """What goes out by e-mail. Raises CannotGoOut and NothingByEmail."""
    inside = contents(kit, language, on)
    if against := inside.problems_by("email"):
        raise CannotGoOut(against)
    lines = [line for line in inside.lines if line.edition.file_id]
    if not lines:
        raise NothingByEmail(kit)
    return lines


def can_be_mailed(kit: Kit, language: str, on: date) -> bool:
    """Whether it can go out by e-mail without anybody looking at it first."""
    inside = contents(kit, language, on)
    return not inside.problems_by("email") and any(line.edition.file_id for line in inside.lines)


def active_kits(*, also: int | None = None) -> Sequence[Kit]:
    """The kits that can be asked for, in their order; and one more, whether it can or not."""
    wanted = select(Kit).where(or_(Kit.active, Kit.id == also)).order_by(Kit.position, Kit.id)
    return session.scalars(wanted.options(joinedload(Kit.parts).joinedload(KitItem.item))).unique().all()


def usual_kit() -> Kit:
    """The kit for who chooses none: the first."""
    return active_kits()[0]


def languages_of(kits: Sequence[Kit]) -> dict[int, list[str]]:
    """For each kit the languages that all of it is there in: English first, then by their own names."""
    known = current_editions()
    spoken = sorted({language for _, language in known}, key=_english_first)
    return {
        kit.id: [
            code for code in spoken if kit.parts and all((part.item_id, code) in known for part in kit.parts)
        ]
        for kit in kits
    }


def named_languages(spoken: Mapping[int, Sequence[str]]) -> dict[str, str]:
    """Languages that some of these kits can be had in, by code with their own names: English first."""
    codes = {code for languages in spoken.values() for code in languages}
    return {code: LANGUAGES.get(code, code) for code in sorted(codes, key=_english_first)}


def _english_first(code: str) -> tuple[bool, str]:
    return code != "en", LANGUAGES.get(code, code)


def _missing(item: Item, language: str) -> Problem:
    name = LANGUAGES.get(language, language)
    newest = session.scalar(
        select(Edition)
        .where(Edition.item_id == item.id, Edition.language == language, Edition.active)
        .order_by(Edition.id.desc())
    )
    if newest and newest.withdrawn_at:
        sentence = f"“{newest.name}”, {newest.label} is withdrawn, and there is no other in {name}."
        return Problem(WITHDRAWN, sentence, item, newest)
    return Problem(NO_EDITION, f"There is no “{item.name}” in {name} to send now.", item)


def _overdue(line: Line) -> Problem:
    edition = line.edition
    sentence = (
        f"The medical review of “{edition.name}”, {edition.label} is overdue: "
        "have it reviewed, or let it go out for now."
    )
    return Problem(OVERDUE, sentence, line.item, edition)


def _out_of_stock(line: Line, free: int) -> Problem:
    edition = line.edition
    left = "none is" if free <= 0 else f"only {free} are" if free > 1 else "only 1 is"
    return Problem(
        OUT_OF_STOCK, f"“{edition.name}”, {edition.label}: {left} left on the shelf.", line.item, edition
    )
