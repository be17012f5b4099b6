"""SIGKILL at any moment: no gift lost or doubled, no receipt number missing or given twice."""

from pathlib import Path

import pytest

from tests.databases import Database
from tests.kill.books import RECEIPTED
from tests.kill.entries import MAIL_TAKEN
from tests.kill.killer import ISSUING, Strike, planned
from tests.kill.late import late
from tests.kill.stage import installation

GIFTS = 80
pytestmark = [pytest.mark.kill, pytest.mark.timeout(600)]


@pytest.mark.parametrize("seed", [20261122])
def test_whatever_is_killed_while_gifts_come_in_the_books_are_right(
    each_database: Database, tmp_path: Path, seed: int
) -> None:
    with installation(each_database, tmp_path) as stage:
        assert stage.play(planned(seed), seed=seed, gifts=GIFTS) == []
        assert stage.parts["web"].kills >= 20
        assert stage.parts["worker"].kills >= 30
        assert stage.died[ISSUING] >= 10
        assert stage.died[MAIL_TAKEN] >= 3


def test_were_the_outbox_written_after_the_commit_receipts_would_be_lost(
    each_database: Database, tmp_path: Path
) -> None:
    strikes = [Strike("worker", late("receipts.issue"))] * 12
    with installation(each_database, tmp_path, late=True) as stage:
        found = stage.play(strikes, seed=1)
    lost = [sentence for sentence in found if sentence.endswith(RECEIPTED)]
    assert len(lost) >= stage.died[late("receipts.issue")] >= 10
