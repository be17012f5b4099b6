"""Two and more at the same request, batch or kit at once: each gets an answer, and nobody waits in a ring."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.core.db import session, transaction
from ngoapp.core.errors import Refused
from ngoapp.packets.batches.models import PacketPiece
from ngoapp.packets.batches.operations import freeze_batch, pack_all, set_aside
from ngoapp.packets.calls.taking_off import take_off
from ngoapp.packets.duplicates import Keys
from ngoapp.packets.kits.models import Kit
from ngoapp.packets.kits.offered import keep_newer
from ngoapp.packets.kits.operations import add_kit, change_kit
from ngoapp.packets.mailed.operations import note_bounced, note_download
from ngoapp.packets.operations import approve_request, erase_person, mark_link_mailed, move_request
from tests.organisation.factories import make_organisation
from tests.packets.factories import make_edition, make_email_request, make_request
from tests.packets.kits.factories import arrive

ROUNDS = 4  # what waits in a ring does so in most of them
PHONE = "612 555 0142"


@pytest.fixture(autouse=True)
def desk(db: Session) -> None:
    with transaction():
        make_organisation()
        arrive(make_edition(), 100)


def at_once(app: Flask, *acts: Callable[[], object]) -> Counter[str]:
    """Do all of these in transactions of their own, together, and count how each ended."""
    session.rollback()
    ready = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        with app.app_context():
            ready.wait()
            try:
                with transaction():
                    act()
            except Refused as refusal:
                return type(refusal).__name__
            finally:
                session.remove()
        return "done"

    with ThreadPoolExecutor(len(acts)) as people:
        return Counter(people.map(run, acts))


def fetch(link_id: int) -> None:
    """What the button for downloading does."""
    note_download(link_id)
    keep_newer(link_id)


def test_a_link_is_fetched_bounced_made_anew_and_forgotten_at_once(app: Flask, db: Session) -> None:
    for number in range(ROUNDS):
        with transaction():
            request = make_email_request(f"ana{number}@example.org")
            link = request.links[0].id
            mark_link_mailed(link)
        ended = at_once(
            app,
            partial(fetch, link),
            partial(note_bounced, link),
            partial(approve_request, request.id),
            partial(erase_person, request.id),
        )
        assert set(ended) <= {"done", "WrongMove"}


def test_a_batch_is_packed_while_some_of_it_are_set_aside_and_taken_off(app: Flask, db: Session) -> None:
    for number in range(ROUNDS):
        with transaction():
            ids = [make_request(f"Ana {place}", phone=PHONE).id for place in range(4)]
            batch = freeze_batch(action_key=f"batch-{number}", request_ids=ids, stock="5160", start=1).id
            piece = db.scalars(select(PacketPiece.id).where(PacketPiece.batch_id == batch)).first() or 0
        ended = at_once(
            app,
            partial(pack_all, batch),
            partial(set_aside, piece),
            partial(take_off, Keys(phone="6125550142"), ["digest"]),
            partial(move_request, ids[-1], "on_hold"),
        )
        assert set(ended) <= {"done", "WrongMove"}


def test_of_two_kits_that_are_taken_off_the_form_at_once_one_stays(app: Flask, db: Session) -> None:
    with transaction():
        both = [add_kit(name=name).id for name in ("For family", "For nurses")]
        for kit in db.scalars(select(Kit).where(Kit.id.not_in(both))):
            kit.active = False
    off = partial(change_kit, description="", envelope_mg=1, position=1, active=False)
    ended = at_once(app, partial(off, both[0], name="For all"), partial(off, both[1], name="For some"))
    assert ended == {"done": 1, "LastKit": 1}
