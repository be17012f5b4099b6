"""Processes die at any moment while gifts come in: no gift is lost or doubled, no number of a receipt skipped."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import PostgresqlDatabase, Server
from tests.kill.installation import Installation, installed
from tests.kill.points import RECORDED, WHILE_ISSUING

pytestmark = [pytest.mark.kill, pytest.mark.timeout(480)]
KILLS = 54
AT_A_POINT = 3  # one in so many kills is ordered at a point of the worker's work
SEED = 20261122


@pytest.fixture(params=["sqlite", "postgresql"])
def database_for_kills(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database, of each kind in turn."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'ngoapp.sqlite3'}"
        return
    server = Server()
    yield PostgresqlDatabase(server.url).url
    server.stop()


def hurt(running: Installation, chance: random.Random) -> list[str]:
    """Kill many times; the points of the kills that were ordered at one."""
    hit = []
    for number in range(KILLS):
        if number % AT_A_POINT:
            running.hurt_somebody(chance)
            continue
        point = chance.choice([*WHILE_ISSUING, *WHILE_ISSUING, RECORDED])
        assert running.kill_worker_at(point), f"the worker never came to “{point}”"
        hit.append(point)
    return hit


def test_no_gift_is_lost_or_doubled_and_no_number_skipped_whatever_dies_when(
    database_for_kills: str, tmp_path: Path
) -> None:
    with installed(tmp_path, database_for_kills) as running:
        hit = hurt(running, random.Random(SEED))
        running.come_to_rest()
        payments = running.payments()
        assert len([point for point in hit if point in WHILE_ISSUING]) >= 10
        assert len(payments) >= sum(donor.paid for donor in running.donors) > len(hit)
        assert running.gifts() == payments
        assert running.receipt_numbers() == list(range(1, len(payments) + 1))
        assert running.broken() == []


def test_the_same_would_be_seen_to_fail_if_the_outbox_row_were_written_after_the_gift(
    database_for_kills: str, tmp_path: Path
) -> None:
    with installed(tmp_path, database_for_kills, late=True) as running:
        for _ in range(2):
            assert running.kill_worker_at(RECORDED)
        running.come_to_rest()
        lost = [line for line in running.broken() if "is due a receipt and none is on its way" in line]
        assert len(lost) == 2
        assert len(running.receipt_numbers()) == len(running.payments()) - 2
