"""What the ledger of a quarter of an hour means: crowds are calm, and what is alike and unpaid is not."""

import random
from datetime import timedelta

import pytest

from ngoapp.donations.attempts.sight import (
    CALM,
    GUARDED,
    LIMITED,
    PAUSED,
    Declined,
    Knock,
    Page,
    Sight,
)
from tests.donations.attempts.crowd import BEGIN

pytestmark = pytest.mark.once
LEAVES, DECLINED_ONCE = 0.15, 0.06


def page(number: int, *, age: float = 120, paid: bool = False, **same: object) -> Page:
    """A payment page for somebody of their own."""
    own: dict[str, object] = {
        "source": f"source-{number}",
        "mailbox": f"mailbox-{number}",
        "amount": (5000, "USD"),
        "tiny": False,
    }
    return Page(at=BEGIN - timedelta(seconds=age), paid=paid, **{**own, **same})  # type: ignore[arg-type]  # by name


def pages(many: int, **same: object) -> tuple[Page, ...]:
    return tuple(page(number, **same) for number in range(many))  # type: ignore[arg-type]  # by name


def sight(**facts: object) -> Sight:
    return Sight(now=BEGIN, **facts)  # type: ignore[arg-type]  # by name


SMALL = {"amount": (500, "USD"), "tiny": True}
ALL = [
    ({"pages": pages(5, source="one")}, "from one connection"),
    ({"pages": pages(4, mailbox="one")}, "for one e-mail address"),
    ({"pages": pages(4, seal="one")}, "One and the same form"),
    ({"pages": pages(5, **SMALL)}, "exactly the same amount"),
    ({"pages": pages(5, hasty=True)}, "faster than people type"),
    ({"pages": pages(6, age=20)}, "at the same moment"),
    ({"pages": pages(15)}, "stay unpaid than are paid"),
    ({"declined": tuple(Declined(card="one", mailbox=f"m{n}") for n in range(3))}, "One card"),
    ({"declined": tuple(Declined(card=f"c{n}", mailbox=f"m{n}") for n in range(5))}, "cards are declined"),
    ({"asked": 10}, "does not do the sum"),
]


@pytest.mark.parametrize(("facts", "words"), ALL)
def test_each_alarm_rings_where_it_should_and_says_why(facts: dict[str, object], words: str) -> None:
    [alarm] = sight(**facts).alarms
    assert words in alarm
    assert sight(**facts).level in {GUARDED, LIMITED}


@pytest.mark.parametrize(("facts", "words"), ALL[:7])
def test_it_falls_silent_when_as_many_are_paid(facts: dict[str, object], words: str) -> None:
    unpaid = facts["pages"]
    assert isinstance(unpaid, tuple)
    same = {"source": unpaid[0].source, "mailbox": unpaid[0].mailbox, "seal": unpaid[0].seal}
    paid = tuple(page(100 + n, paid=True, **{**same, **SMALL}) for n in range(len(unpaid)))
    if "faster" not in words:
        assert sight(pages=(*unpaid, *paid)).level == CALM


def test_five_equal_gifts_that_are_not_small_are_no_alarm() -> None:
    assert sight(pages=pages(14, amount=(5000, "USD"))).level == CALM


def test_who_does_the_sum_passes_while_it_is_guarded_and_meets_limits_when_that_is_in_vain() -> None:
    somebody = Knock(source="s", mailbox="m", amount=(5000, "USD"), tiny=False, proven=True)
    guarded = sight(pages=pages(6, age=20))
    assert (guarded.level, guarded.verdict_on(somebody)) == (GUARDED, "let")
    limited = sight(pages=pages(8, age=20, proven=True))
    assert (limited.level, limited.verdict_on(somebody)) == (LIMITED, "stopped")
    paid = tuple(page(50 + n, paid=True) for n in range(3))
    assert sight(pages=(*limited.pages, *paid)).verdict_on(somebody) == "let"


def test_limits_are_for_one_source_and_not_for_its_neighbours() -> None:
    seen = sight(pages=(*pages(5, source="one", proven=True), page(9)))
    here = Knock(source="one", mailbox="new", amount=(5000, "USD"), tiny=False, proven=True)
    there = Knock(source="other", mailbox="new", amount=(5000, "USD"), tiny=False, proven=True)
    assert (seen.verdict_on(here), seen.verdict_on(there)) == ("stopped", "let")


def test_a_paused_form_lets_nobody_in_but_who_was_in_before() -> None:
    somebody = Knock(source="s", mailbox="m", amount=(5000, "USD"), tiny=False, proven=True)
    assert sight(pause_id=1).verdict_on(somebody) == PAUSED
    assert sight(pause_id=1, let_in_before=True).verdict_on(somebody) == "let"


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("neighbours", [1, 3])
def test_five_hundred_donors_of_a_campaign_mail_meet_nothing(seed: int, neighbours: int) -> None:
    chance = random.Random(seed)
    moments = sorted(chance.uniform(0, 7200) for _ in range(500))
    crowd = [(moment, _pays_after(chance)) for moment in moments]
    declined = [
        (at + 60, Declined(card=f"c{n}", mailbox=f"m{n}"))
        for n, (at, _) in enumerate(crowd)
        if chance.random() < DECLINED_ONCE
    ]
    amounts = [chance.choice([2500, 5000, 5000, 10000, chance.randint(5, 400) * 100]) for _ in crowd]
    for moment in moments[::7]:
        seen = tuple(
            page(
                n // neighbours,
                mailbox=f"m{n}",
                age=moment - at,
                paid=at + pays < moment,
                amount=(amounts[n], "USD"),
                tiny=amounts[n] < 2500,
            )
            for n, (at, pays) in enumerate(crowd)
            if 0 <= moment - at < 900
        )
        told = tuple(fact for at, fact in declined if 0 <= moment - at < 900)
        assert sight(pages=seen, declined=told).alarms == []


def _pays_after(chance: random.Random) -> float:
    return float("inf") if chance.random() < LEAVES else chance.uniform(40, 180)
