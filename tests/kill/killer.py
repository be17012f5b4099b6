"""Who is killed when: a plan drawn from a seed, half of it at chosen places and half at any moment."""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tests.kill.entries import MAIL_TAKEN
from tests.kill.points import Points
from tests.kill.processes import Part

LONGEST_WAIT = 60.0  # seconds for gifts to bring a process to a place, on a busy machine
LONGEST_LIFE = 1.0
ISSUING = "receipts.issue before commit"  # the number is taken, the paper drawn, nothing committed

PLACES = {
    "worker": {
        "receipts.issue begun": 2,
        ISSUING: 12,
        "receipts.issue after commit": 3,
        "donations.process_event before commit": 3,
        "donations.process_event after commit": 3,
        "receipts.send before commit": 1,
        MAIL_TAKEN: 3,
    },
    "web": {
        "donations.donate before commit": 2,
        "donations.donate after commit": 4,
        "stripe_webhooks.stripe before commit": 2,
        "stripe_webhooks.stripe after commit": 2,
    },
}
ANYWHERE = "anywhere"
AT_ANY_MOMENT = {"worker": 10, "web": 10}


@dataclass(frozen=True)
class Strike:
    """One kill: at a place, or else wherever the process is after so many seconds."""

    part: str
    place: str = ""
    after: float = 0.0


def planned(seed: int) -> list[Strike]:
    """The strikes of this seed, in their order."""
    chance = random.Random(seed)
    strikes = [
        Strike(part, place)
        for part, places in PLACES.items()
        for place, times in places.items()
        for _ in range(times)
    ]
    strikes += [
        Strike(part, after=chance.uniform(0, LONGEST_LIFE))
        for part, times in AT_ANY_MOMENT.items()
        for _ in range(times)
    ]
    chance.shuffle(strikes)
    return strikes


def carry_out(
    strikes: Iterable[Strike], parts: dict[str, Part], points: Points, watch: Callable[[], None]
) -> Counter[str]:
    """Kill and start again, strike by strike; how many died at each place. `watch` raises if all is in vain."""
    died: Counter[str] = Counter()
    for strike in strikes:
        watch()
        part = parts[strike.part]
        if strike.place:
            reached = points.wait_for(strike.place, at_most=LONGEST_WAIT)
            assert reached, f"nobody came by “{strike.place}”"
        else:
            time.sleep(strike.after)
        part.kill()
        died[strike.place if strike.place and points.clear(strike.place) else ANYWHERE] += 1
        part.start()
    return died
