"""How long people waited: median and the time within which nine of ten went out, by channel, and who waits now."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select, type_coerce

from ngoapp.core import clock
from ngoapp.core.db import session
from ngoapp.core.types import UtcDateTime
from ngoapp.organisation.queries import our_organisation, our_today
from ngoapp.packets.ages import working_days
from ngoapp.packets.figures.periods import Period
from ngoapp.packets.models import PacketRequest
from ngoapp.packets.office.queries import FAR_BACK, closed_days
from ngoapp.packets.privacy.models import PacketTurn
from ngoapp.packets.states import CLOSED
from ngoapp.packets.wording import CHANNELS

BUCKETS = {"0 to 2": 2, "3 to 5": 5, "6 to 10": 10, "More than 10": None}
HALF, NINE_TENTHS = 50, 90


@dataclass(frozen=True)
class Turn:
    """How many went out that had come by a channel, and after how many working days."""

    channel: str
    sent: int
    median: int
    nine_tenths: int


def turns(period: Period) -> list[Turn]:
    """One line for each channel by which something went out in the period, and one for all of them."""
    days = _days(period)
    everything: Counter[int] = sum(days.values(), Counter())
    lines = {CHANNELS.get(channel, channel): counted for channel, counted in days.items()}
    order = [*(words for words in CHANNELS.values() if words in lines)]
    named = [(words, lines[words]) for words in order]
    if len(named) > 1:
        named.append(("All of them", everything))
    return [
        Turn(words, counted.total(), at_percent(counted, HALF), at_percent(counted, NINE_TENTHS))
        for words, counted in named
    ]


def at_percent(counted: Mapping[int, int], percent: int) -> int:
    """The smallest number of days within which so many of a hundred went out (nearest rank)."""
    rank = -(-sum(counted.values()) * percent // 100)
    for days in sorted(counted):
        rank -= counted[days]
        if rank <= 0:
            return days
    return 0


def ages() -> dict[str, int]:
    """How many open requests have waited for how many working days."""
    zone, today, closed = our_organisation().time_zone, our_today(), closed_days()
    open_ones = select(PacketRequest.received_at).where(PacketRequest.state.not_in(CLOSED))
    found = dict.fromkeys(BUCKETS, 0)
    for received_at in session.scalars(open_ones):
        waited = working_days(clock.local_day(received_at, zone), today, closed)
        found[next(words for words, most in BUCKETS.items() if most is None or waited <= most)] += 1
    return found


def _days(period: Period) -> dict[str, Counter[int]]:
    """Working days from asking to sending, by channel: of requests that are whole, and of those that are counted."""
    zone, (start, end) = our_organisation().time_zone, period.moments
    closed = closed_days(period.since - FAR_BACK)
    found: dict[str, Counter[int]] = defaultdict(Counter)
    sent_one = type_coerce(PacketRequest.sent_at, UtcDateTime())  # what was not sent is in no period
    whole = select(PacketRequest.channel, PacketRequest.received_at, sent_one).where(
        PacketRequest.erased_at.is_(None), PacketRequest.sent_at >= start, PacketRequest.sent_at < end
    )
    for channel, received_at, sent_at in session.execute(whole):
        waited = working_days(clock.local_day(received_at, zone), clock.local_day(sent_at, zone), closed)
        found[channel][waited] += 1
    counted = select(PacketTurn).where(PacketTurn.month.between(period.since, period.until))
    for row in session.scalars(counted):
        found[row.channel][row.working_days] += row.requests
    return found
