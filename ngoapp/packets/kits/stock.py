"""What lies on the shelf: set aside for a batch, posted, given back, spoilt, counted.

Every operation is told for whom (`key`), and looks at what the ledger says about that key: said twice, it is done
once. Editions that are not counted are printed as needed and leave no trace here."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select

from ngoapp.core import audit, clock
from ngoapp.core.db import session
from ngoapp.core.errors import Refused
from ngoapp.packets.kits.models import Edition, StockEntry

RESERVED = func.sum(StockEntry.reserved_change)
USED = -func.coalesce(func.sum(StockEntry.shelf_change).filter(StockEntry.why.in_(("used", "not_posted"))), 0)


@dataclass(frozen=True)
class Balance:
    """Copies on the shelf, and how many of them are spoken for."""

    on_hand: int = 0
    reserved: int = 0

    @property
    def free(self) -> int:
        """What the next envelope can take."""
        return self.on_hand - self.reserved


@dataclass(frozen=True)
class Held:
    """What one key holds of an edition: set aside, and posted."""

    reserved: int = 0
    used: int = 0


class TooFew(Refused):
    """The shelf has not enough, as far as the books know."""

    def __init__(self, edition: Edition, *, there: int, needed: int) -> None:
        are = "is 1 copy" if there == 1 else f"are {max(there, 0)} copies"
        super().__init__(
            f"By the books there {are} of “{edition.name}”, {edition.label} to take, and this needs {needed}. "
            "Count the shelf and enter what you find, or wait for the next lot."
        )


def balances(edition_ids: Collection[int]) -> dict[int, Balance]:
    """What lies on the shelf of each of these editions."""
    sums = session.execute(
        select(StockEntry.edition_id, func.sum(StockEntry.shelf_change), func.sum(StockEntry.reserved_change))
        .where(StockEntry.edition_id.in_(edition_ids))
        .group_by(StockEntry.edition_id)
    )
    known = {edition_id: Balance(int(shelf), int(reserved)) for edition_id, shelf, reserved in sums}
    return {edition_id: known.get(edition_id, Balance()) for edition_id in edition_ids}


def reserve(*, key: str, needs: Mapping[int, int]) -> None:
    """Set so many copies of each edition aside for `key`, which may hold some or none: more or fewer than it had.

    What was posted for the key already counts as held. Raises TooFew; then nothing has changed."""
    held = holdings(key)
    counted = _locked([*needs, *held])
    there = balances(counted)
    for edition_id, edition in counted.items():
        has = held.get(edition_id, Held())
        more = needs.get(edition_id, 0) - has.used - has.reserved
        if more > max(there[edition_id].free, 0):
            raise TooFew(edition, there=there[edition_id].free, needed=more)
        if more > 0:
            _enter(edition_id, "reserved", key=key, reserved=more)
        else:
            _release(edition, key, min(-more, has.reserved))


def use(*, key: str) -> None:
    """What was set aside for `key` is in the post. Raises TooFew where a count has since found fewer."""
    held = {edition_id: has for edition_id, has in holdings(key).items() if has.reserved}
    editions = _locked(held)
    there = balances(editions)
    for edition_id, has in held.items():
        if has.reserved > there[edition_id].on_hand:
            raise TooFew(editions[edition_id], there=there[edition_id].on_hand, needed=has.reserved)
        _enter(edition_id, "used", key=key, shelf=-has.reserved, reserved=-has.reserved)


def undo_use(*, key: str, needs: Mapping[int, int]) -> None:
    """So many copies of each edition were not posted after all: they are set aside for `key` again.

    Never more than were posted for it; what else was posted for it stays posted."""
    posted = {edition_id: has.used for edition_id, has in holdings(key).items()}
    back = {edition_id: min(need, posted.get(edition_id, 0)) for edition_id, need in needs.items()}
    _locked(back)
    for edition_id, copies in back.items():
        if copies:
            _enter(edition_id, "not_posted", key=key, shelf=copies, reserved=copies)


def give_back(*, key: str) -> None:
    """Put everything that `key` holds back on the shelf; what was posted stays posted: undo that first."""
    held = {edition_id: has for edition_id, has in holdings(key).items() if has.reserved}
    editions = _locked(held)
    for edition_id, has in held.items():
        _release(editions[edition_id], key, has.reserved)


def take_more(*, key: str, needs: Mapping[int, int], action_key: str) -> None:
    """Copies were spoilt and others take their place, as staff say. `action_key` names this one mishap.

    Raises TooFew; then nothing has changed."""
    counted = _locked(needs)
    there = balances(counted)
    for edition_id, edition in counted.items():
        source = f"{action_key}:{edition_id}"
        if session.scalar(select(StockEntry.id).where(StockEntry.source == source)):
            continue
        if needs[edition_id] > there[edition_id].free:
            raise TooFew(edition, there=there[edition_id].free, needed=needs[edition_id])
        _enter(edition_id, "spoilt", key=key, shelf=-needs[edition_id], source=source)


def put_away(edition_id: int, *, key: str) -> None:
    """Take every free copy off the shelf for good: the edition is withdrawn. What is set aside stays for now."""
    free = balances(_locked([edition_id])).get(edition_id, Balance()).free
    if free > 0:
        _enter(edition_id, "withdrawn", key=key, shelf=-free)


def put_back(edition_id: int, *, key: str) -> None:
    """The edition is no longer withdrawn: what was put away lies on the shelf again."""
    _locked([edition_id])
    gone = session.scalar(
        select(func.sum(StockEntry.shelf_change)).where(
            StockEntry.edition_id == edition_id, StockEntry.why.in_(("withdrawn", "reinstated"))
        )
    )
    if gone:
        _enter(edition_id, "reinstated", key=key, shelf=-int(gone))


def holdings(key: str) -> dict[int, Held]:
    """What `key` holds, by edition."""
    sums = _sums().where(StockEntry.hold == key)
    return {
        edition_id: Held(int(reserved), int(used)) for _, edition_id, reserved, used in session.execute(sums)
    }


def negative_holdings() -> list[tuple[str, int, Held]]:
    """What cannot be: keys that hold fewer copies than none."""
    sums = _sums().having(or_(RESERVED < 0, USED < 0))
    return [
        (key, edition_id, Held(int(reserved), int(used)))
        for key, edition_id, reserved, used in session.execute(sums)
    ]


def _sums() -> Select[str, int, int, int]:
    sums = select(StockEntry.hold, StockEntry.edition_id, RESERVED, USED)
    return sums.where(StockEntry.hold != "").group_by(StockEntry.hold, StockEntry.edition_id)


def _locked(edition_ids: Collection[int]) -> dict[int, Edition]:
    """Those of these editions that are counted, locked in the order of ids: two never wait for each other in a ring."""
    rows = session.scalars(
        select(Edition)
        .where(Edition.id.in_(edition_ids), Edition.counted)
        .order_by(Edition.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {edition.id: edition for edition in rows}


def _release(edition: Edition, key: str, copies: int) -> None:
    """Let go of copies that were set aside; those of a withdrawn edition leave the shelf for good."""
    if not copies:
        return
    _enter(edition.id, "given_back", key=key, reserved=-copies)
    if edition.withdrawn_at:
        _enter(edition.id, "withdrawn", key=key, shelf=-copies)


def _enter(
    edition_id: int, why: str, *, key: str, shelf: int = 0, reserved: int = 0, source: str = ""
) -> None:
    who = audit.actor.get()
    turn = session.scalar(
        select(func.count()).where(StockEntry.hold == key, StockEntry.edition_id == edition_id)
    )
    session.add(
        StockEntry(
            source=source or f"{key}:{edition_id}:{turn}",
            edition_id=edition_id,
            why=why,
            shelf_change=shelf,
            reserved_change=reserved,
            hold=key,
            by_id=who.id if who.kind == "staff" else None,
            at=clock.now(),
        )
    )
    session.flush()
