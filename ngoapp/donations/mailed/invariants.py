"""What must be true of promised checks at any time; `ngoapp check` asks."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, select

from ngoapp.core import clock
from ngoapp.core.db import session
from ngoapp.core.outbox import OutboxRow
from ngoapp.core.signs import is_sound
from ngoapp.donations.mailed.models import MailedPledge


def broken() -> Iterator[str]:
    """A sentence for each fact that does not hold."""
    for pledge_id, code in session.execute(
        select(MailedPledge.id, MailedPledge.code).order_by(MailedPledge.id)
    ):
        if not is_sound(code):
            yield f"donations: the reference of pledge {pledge_id} does not check itself"
    late = (MailedPledge.state == "promised") & (MailedPledge.lapses_at < clock.now())
    yield from _without_job(late, "donations.lapse_pledge", "is long over and still awaited")
    released = (MailedPledge.state == "promised") & (MailedPledge.reminder == "released")
    yield from _without_job(
        released, "donations.send_pledge_reminder", "has a reminder that nobody will send"
    )


def _without_job(condition: ColumnElement[bool], job: str, what: str) -> Iterator[str]:
    at_hand = OutboxRow.state.in_(("waiting", "dead"))
    jobs = session.scalars(select(OutboxRow.refs).where(OutboxRow.name == job, at_hand))
    on_their_way = {refs["pledge_id"] for refs in jobs}
    for pledge_id in session.scalars(select(MailedPledge.id).where(condition).order_by(MailedPledge.id)):
        if pledge_id not in on_their_way:
            yield f"donations: pledge {pledge_id} {what}"
