"""What the ledger shows of the last quarter of an hour, and what it means. Facts in, a level out: no database here.

The measure is never how many come, but how many leave their payment page unpaid, how much they are alike, and how
often a card is declined. docs/decisions/0050 says why each number is what it is."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=15)
MOMENT = timedelta(minutes=1)
# From how many on it is time for a look at who comes.
HASTY, ALIKE, SAME_MAILBOX, SAME_SEAL, ONE_CARD = 5, 5, 4, 4, 3
DECLINED, AT_ONCE, UNPAID, UNANSWERED = 5, 6, 15, 10
# From how many on a solved sum is not enough, and for whom then a page is made all the same.
PROVEN_UNPAID, STILL_UNPAID, STILL_DECLINED = 4, 8, 10
PAGES_AT_ONCE, PAGES_FOR_ONE = 8, 2
# From how many turned away in spite of a solved sum on the form pauses.
TURNED_AWAY = 20

CALM, GUARDED, LIMITED, PAUSED = "calm", "guarded", "limited", "paused"
LET, ASKED, STOPPED = "let", "asked", "stopped"


@dataclass(frozen=True, kw_only=True)
class Knock:
    """Somebody who has filled in the form: where from, how, and with what."""

    source: str
    mailbox: str
    amount: tuple[int, str]
    tiny: bool
    seal: str = ""
    hasty: bool = False
    proven: bool = False


@dataclass(frozen=True, kw_only=True)
class Page(Knock):
    """A payment page that was made for somebody; `paid` also when the money is on its way."""

    at: datetime
    paid: bool
    by_link: bool = False


@dataclass(frozen=True, kw_only=True)
class Declined:
    """A card that was declined."""

    card: str
    mailbox: str


@dataclass(frozen=True, kw_only=True)
class Sight:
    """The last quarter of an hour. `asked`, `stopped`: forms that got no page for want of a sum, or in spite of it."""

    now: datetime
    pages: tuple[Page, ...] = ()
    declined: tuple[Declined, ...] = ()
    asked: int = 0
    stopped: int = 0
    turned_away: int = 0  # of those, and of those who came while it was paused: since the last pause ended
    pause_id: int | None = None
    let_in_before: bool = False  # the form that is being judged

    @property
    def unpaid(self) -> list[Page]:
        """Pages that came of the form and are not paid."""
        return [page for page in self.pages if not page.paid and not page.by_link]

    @property
    def unpaid_links(self) -> int:
        """Pages that came of a mailed link and are not paid."""
        return sum(not page.paid and page.by_link for page in self.pages)

    @property
    def paid(self) -> int:
        """How many pages were paid."""
        return sum(page.paid for page in self.pages)

    def more_unpaid_than_paid(self, of: Callable[[Page], object]) -> int:
        """By how many unpaid pages that are alike outnumber the paid ones, where that is worst."""
        tally: Counter[object] = Counter()
        for page in self.pages:
            if of(page):
                tally[of(page)] += -1 if page.paid else 1
        return max(tally.values(), default=0)

    @property
    def alarms(self) -> list[str]:
        """What is wrong, in sentences for staff; nothing in a calm hour, and for an honest crowd."""
        return [sentence for sentence, rings in ALARMS.items() if rings(self)]

    @property
    def level(self) -> str:
        """How careful to be."""
        if self.pause_id is not None:
            return PAUSED
        if not self.alarms:
            return CALM
        return LIMITED if self._guarded_in_vain else GUARDED

    @property
    def _guarded_in_vain(self) -> bool:
        unpaid = self.unpaid
        return (
            sum(page.proven for page in unpaid) >= PROVEN_UNPAID
            or len(unpaid) >= STILL_UNPAID + self.paid
            or len(self.declined) >= STILL_DECLINED + self.paid
            or self.stopped > self.paid
        )

    @property
    def wants_pause(self) -> bool:
        """Whether the form should rest: limits are met again and again, or declined cards do not end."""
        return self.turned_away >= TURNED_AWAY + self.paid or (
            self.level == LIMITED and len(self.declined) >= 2 * STILL_DECLINED + self.paid
        )

    def is_too_much(self, knock: Knock) -> bool:
        """Whether this one meets a limit: as many unpaid pages as there may be at once, or for one of a kind."""
        if len(self.unpaid) >= PAGES_AT_ONCE + 2 * self.paid:
            return True
        kinds: tuple[Callable[[Knock], object], ...] = (_source, _mailbox, _seal, _tiny_amount)
        return any(self._unpaid_like(knock, of) >= PAGES_FOR_ONE for of in kinds)

    def verdict_on(self, knock: Knock) -> str:
        """What becomes of a form: let in, asked for a sum, stopped by a limit, or it came while the form pauses."""
        level = self.level
        if self.let_in_before or level == CALM:
            return LET
        if level == PAUSED:
            return PAUSED
        if not knock.proven:
            return ASKED
        return STOPPED if level == LIMITED and self.is_too_much(knock) else LET

    def _unpaid_like(self, knock: Knock, of: Callable[[Knock], object]) -> int:
        alike = [page for page in self.pages if of(knock) and of(page) == of(knock)]
        return sum(-1 if page.paid else 1 for page in alike)


def _source(knock: Knock) -> object:
    return knock.source


def _mailbox(knock: Knock) -> object:
    return knock.mailbox


def _seal(knock: Knock) -> object:
    return knock.seal


def _tiny_amount(knock: Knock) -> object:
    return knock.amount if knock.tiny else None


def _most_mailboxes(declined: Iterable[Declined]) -> int:
    """With how many mailboxes the busiest card was tried."""
    mailboxes = defaultdict(set)
    for each in declined:
        if each.card:
            mailboxes[each.card].add(each.mailbox)
    return max(map(len, mailboxes.values()), default=0)


def _just_now(sight: Sight) -> int:
    return sum(page.at > sight.now - MOMENT for page in sight.unpaid)


ALARMS: dict[str, Callable[[Sight], bool]] = {
    "Forms are filled in faster than people type.": (
        lambda sight: sum(page.hasty for page in sight.unpaid) >= HASTY
    ),
    "Many payment pages from one connection stay unpaid.": (
        lambda sight: sight.more_unpaid_than_paid(_source) >= ALIKE
    ),
    "Many payment pages for one e-mail address stay unpaid.": (
        lambda sight: sight.more_unpaid_than_paid(_mailbox) >= SAME_MAILBOX
    ),
    "One and the same form was sent again and again.": (
        lambda sight: sight.more_unpaid_than_paid(_seal) >= SAME_SEAL
    ),
    "Many small gifts of exactly the same amount stay unpaid.": (
        lambda sight: sight.more_unpaid_than_paid(_tiny_amount) >= ALIKE
    ),
    "One card was tried under several e-mail addresses.": (
        lambda sight: _most_mailboxes(sight.declined) >= ONE_CARD
    ),
    "Many cards are declined.": (
        lambda sight: len(sight.declined) >= DECLINED and 2 * len(sight.declined) > sight.paid
    ),
    "Many payment pages are asked for at the same moment, and none is paid.": (
        lambda sight: _just_now(sight) >= AT_ONCE + sight.paid
    ),
    "More payment pages stay unpaid than are paid.": (lambda sight: len(sight.unpaid) >= UNPAID + sight.paid),
    "Many forms are sent by something that does not do the sum.": (lambda sight: sight.asked >= UNANSWERED),
}
