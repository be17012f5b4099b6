"""The control: an outbox that is written after the commit instead of with it, as many programs do.

With it a process that dies between the two forgets what it had to do, and the tests must notice."""

from collections.abc import Callable

from sqlalchemy import delete
from sqlalchemy.orm import Session

from ngoapp.core.db import after_commit, before_commit, transaction
from ngoapp.core.outbox import QUEUED, OutboxRow, enqueue
from tests.kill.points import Points

HELD_BACK, WRITING = "held_back", "writing_late"


def late(job: str) -> str:
    """The place between a commit and the row of this job that belongs to it."""
    return f"{job} not yet written"


def write_outbox_late(points: Points) -> None:
    """From now on, take what is due at once out of each transaction, and write it in another one afterwards."""
    before_commit(_hold_back)
    after_commit(_write_late(points))


def _hold_back(current: Session) -> None:
    if current.info.get(WRITING):
        return
    held = (
        delete(OutboxRow)
        .where(OutboxRow.id.in_(current.info.pop(QUEUED, [])))
        .returning(OutboxRow.name, OutboxRow.refs, OutboxRow.dedupe_key)
        .execution_options(synchronize_session=False)
    )
    current.info[HELD_BACK] = current.execute(held).all()


def _write_late(points: Points) -> Callable[[Session], None]:
    def write(current: Session) -> None:
        held = current.info.pop(HELD_BACK, [])
        for row in held:
            points.pass_by(late(row.name))
        if held:
            current.info[WRITING] = True
            with transaction():
                for row in held:
                    enqueue(row.name, dedupe_key=row.dedupe_key, **row.refs)

    return write
