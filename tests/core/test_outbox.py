"""Work that is still to do: never lost, never doubled, never in the way of other work."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.core import clock, outbox
from ngoapp.core.db import session, transaction
from ngoapp.core.outbox import MOST_ATTEMPTS, GiveUp, OutboxRow, enqueue
from ngoapp.core.queue import Queue

NOON = datetime(2026, 5, 3, 12, tzinfo=UTC)
LEASE = timedelta(minutes=2)


@pytest.fixture
def queue(app: Flask, db: Session) -> Queue:
    """The app's queue with no jobs; each test gives it its own."""
    found: Queue = app.extensions["ngoapp.queue"]
    found.jobs = {}
    return found


def put(name: str = "a.job", *, gift_id: int) -> int:
    """A committed row; returns its id."""
    with transaction():
        enqueue(name, gift_id=gift_id)
    return session.scalars(select(OutboxRow.id).order_by(OutboxRow.id.desc())).first() or 0


def row(row_id: int) -> OutboxRow:
    """The row as the database has it now."""
    session.rollback()
    return session.get_one(OutboxRow, row_id, populate_existing=True)


def _into(seen: list[int]) -> Callable[..., None]:
    """A job that notes the gift it was run for."""

    def job(gift_id: int) -> None:
        seen.append(gift_id)

    return job


def failing(error: Exception) -> Callable[..., None]:
    """A job that fails with this."""

    def job(**_refs: int) -> None:
        raise error

    return job


def test_a_job_runs_once_with_the_ids_it_was_given(queue: Queue) -> None:
    seen: list[int] = []
    queue.jobs = {"a.job": _into(seen)}
    row_id = put(gift_id=7)
    queue.run_row(row_id)
    queue.run_row(row_id)
    assert seen == [7]
    assert row(row_id).state == "done"


def test_the_worker_is_told_of_rows_after_the_commit_and_only_then(queue: Queue) -> None:
    with transaction():
        enqueue("a.job", gift_id=1)
        assert queue.huey.pending_count() == 0
    assert queue.huey.pending_count() == 1


def test_a_queue_that_is_away_loses_nothing(app: Flask, queue: Queue) -> None:
    queue.task = failing(OSError("gone"))
    row_id = put(gift_id=1)
    assert list(outbox.due()) == [row_id]
    queue.task = queue.huey.task(name="run_row_again")(queue.run_row)


def test_the_same_cause_enqueues_once(queue: Queue) -> None:
    with transaction():
        assert enqueue("a.job", dedupe_key="a.job:1", gift_id=1)
        assert not enqueue("a.job", dedupe_key="a.job:1", gift_id=1)


def test_a_claimed_row_is_nobody_elses_until_its_lease_ends(queue: Queue) -> None:
    row_id = put(gift_id=1)
    with clock.at(NOON + timedelta(days=40_000)), transaction():
        first = outbox.claim(row_id, lease_for=LEASE)
        assert first
        assert outbox.claim(row_id, lease_for=LEASE) is None
    with clock.at(NOON + timedelta(days=40_001)), transaction():
        second = outbox.claim(row_id, lease_for=LEASE)
        assert second
        assert second.attempt == 2
        outbox.finish(first)
        assert row_state(row_id) == "waiting"
        outbox.finish(second)
        assert row_state(row_id) == "done"


def row_state(row_id: int) -> str:
    """The row's state inside the open transaction."""
    return session.scalars(select(OutboxRow.state).where(OutboxRow.id == row_id)).one()


def test_a_job_that_fails_waits_longer_each_time_and_is_then_set_aside(queue: Queue) -> None:
    queue.jobs = {"a.job": failing(TimeoutError("smtp.example.org said no to ana@example.org"))}
    row_id = put(gift_id=1)
    moment = clock.now()
    pauses = []
    for _ in range(MOST_ATTEMPTS):
        with clock.at(moment):
            queue.run_row(row_id)
        pauses.append(row(row_id).available_at - moment)
        moment = max(moment, row(row_id).available_at) + timedelta(seconds=1)
    assert row(row_id).state == "dead"
    assert row(row_id).last_error == "TimeoutError"
    assert pauses[:4] == [timedelta(seconds=n) for n in (2, 4, 8, 16)]
    assert max(pauses) == timedelta(hours=3)


def test_a_job_that_ends_its_worker_each_time_is_set_aside_too(db: Session) -> None:
    row_id = put(gift_id=1)
    for died in range(MOST_ATTEMPTS + 1):
        with clock.at(clock.now() + died * LEASE), transaction():
            claimed = outbox.claim(row_id, lease_for=LEASE)
        assert (claimed is not None) == (died < MOST_ATTEMPTS)
    assert (row(row_id).state, row(row_id).last_error) == ("dead", "the worker died each time")


def test_a_job_that_knows_better_gives_up_at_once_and_staff_can_try_again(queue: Queue) -> None:
    queue.jobs = {"a.job": failing(GiveUp("the address was refused"))}
    row_id = put(gift_id=1)
    queue.run_row(row_id)
    assert row(row_id).state == "dead"
    assert [dead.id for dead in outbox.dead_letters()] == [row_id]
    with transaction():
        outbox.retry(session.get_one(OutboxRow, row_id))
    queue.jobs = {"a.job": lambda gift_id: None}
    queue.run_row(row_id)
    assert row(row_id).state == "done"


def test_a_second_press_on_try_again_does_nothing_twice(queue: Queue) -> None:
    done: list[int] = []
    queue.jobs = {"a.job": failing(GiveUp("the address was refused"))}
    row_id = put(gift_id=1)
    queue.run_row(row_id)
    queue.jobs = {"a.job": _into(done)}
    for _ in range(2):
        with transaction():
            outbox.retry(session.get_one(OutboxRow, row_id))
        queue.run_row(row_id)
    assert done == [1]


def test_a_poisoned_job_does_not_block_the_others(queue: Queue) -> None:
    done: list[int] = []
    queue.jobs = {"bad.job": failing(ValueError()), "good.job": _into(done)}
    for row_id in (put("bad.job", gift_id=1), put("good.job", gift_id=2)):
        queue.run_row(row_id)
    assert done == [2]


def test_held_mail_starts_when_its_time_has_come_and_can_be_stopped_before(queue: Queue) -> None:
    later = clock.now() + timedelta(minutes=15)
    with transaction():
        enqueue("a.job", dedupe_key="held:1", available_at=later, gift_id=1)
        enqueue("a.job", dedupe_key="held:2", available_at=later, gift_id=2)
    assert list(outbox.due()) == []
    with transaction():
        assert outbox.stop("held:1")
        assert not outbox.stop("held:1")
    with clock.at(later):
        assert len(outbox.due()) == 1


def test_rows_that_nobody_runs_are_found(queue: Queue) -> None:
    row_id = put(gift_id=1)
    assert list(outbox.stuck(LEASE)) == []
    with clock.at(clock.now() + timedelta(hours=1)):
        assert list(outbox.stuck(LEASE)) == [row_id]
