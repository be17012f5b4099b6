"""Points in the worker at which a test can order its death: it leaves a note, and who reads it first dies.

All of it is put around the product's functions in the test's own process; the product knows nothing of it."""

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from ngoapp.core import outbox
from ngoapp.core.db import after_commit, session, transaction
from ngoapp.donations import gifts
from ngoapp.receipts import jobs as receipts
from ngoapp.receipts.letter import Drawing, Letter
from ngoapp.receipts.paper import draw
from ngoapp.worker.jobs import JOBS

RECORDED = "recorded"  # a gift is committed, and nothing has happened since
WHILE_ISSUING = ("begun", "numbered", "drawn", "issued")
LATE = "late_rows"


def order(folder: Path, point: str) -> None:
    """Have the worker die when it next comes to this point."""
    (folder / f"die-{point}").touch()


def withdraw(folder: Path, point: str) -> bool:
    """Take an order back; whether it was still to be carried out."""
    try:
        (folder / f"die-{point}").unlink()
    except FileNotFoundError:
        return False
    return True


def lay(folder: Path, *, late: bool) -> None:
    """Put the points around the product's functions in this process."""

    def pass_by(point: str) -> None:
        if withdraw(folder, point):
            os.kill(os.getpid(), signal.SIGKILL)

    _around_receipts(pass_by)
    _after_gifts(pass_by, late=late)


def _around_receipts(pass_by: Callable[[str], None]) -> None:
    issue = receipts.issue

    def drawing(letter: Letter) -> Drawing:
        pass_by("numbered")
        drawn = draw(letter)
        pass_by("drawn")
        return drawn

    def issuing(gift_id: int) -> None:
        pass_by("begun")
        issue(gift_id)
        pass_by("issued")

    receipts.draw = drawing  # type: ignore[assignment,attr-defined]  # where the job looks for it
    JOBS["receipts.issue"] = issuing


def _after_gifts(pass_by: Callable[[str], None], *, late: bool) -> None:
    """Note which transactions queue a receipt; with `late`, queue it only after them."""

    def enqueue(name: str, **arguments: Any) -> bool:
        current = session()
        current.info.setdefault(LATE, []).append((name, arguments))
        return outbox.enqueue(name, **arguments) if not late else True

    def committed(current: Session) -> None:
        rows = current.info.pop(LATE, [])
        if not rows:
            return
        pass_by(RECORDED)
        if late:
            with transaction():
                for name, arguments in rows:
                    outbox.enqueue(name, **arguments)

    gifts.enqueue = enqueue  # type: ignore[attr-defined]  # where recording a gift looks for it
    after_commit(committed)
