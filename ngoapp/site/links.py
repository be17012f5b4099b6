"""Links to a donor's own page: good for ten minutes, once, and asked for by anybody without learning anything."""

from datetime import timedelta

from sqlalchemy import delete, func, or_, select, update

from ngoapp.core import audit, clock, tokens
from ngoapp.core.db import locked, one_at_a_time, save, session
from ngoapp.core.errors import NotThere, Refused
from ngoapp.core.outbox import enqueue
from ngoapp.people.queries import mailbox_of
from ngoapp.site.models import GivingLink

LASTS = timedelta(minutes=10)
SLACK = timedelta(minutes=1)  # between the clocks of two servers
PURPOSE, JOB = "giving", "site.send_giving_link"
# How often one mailbox may be written to, whoever asks.
LIMITS = ((3, timedelta(minutes=15)), (10, timedelta(days=1)))
# So long an old link still offers a fresh one; a question about a mailbox that nobody has is gone after a day.
KEPT, KEPT_UNSENT = timedelta(days=30), timedelta(days=1)


class LinkOver(Refused):
    """The link was used, or its ten minutes are over."""

    def __init__(self) -> None:
        super().__init__("This link was used already, or its ten minutes are over.")


def ask_for_link(email: str, *, leads_to: str = "") -> None:
    """Have the link mailed to this address, if it is a donor's. All of that happens in the job.

    `leads_to` is the page of ours that they wanted. Beyond the limits nothing is written, and whoever asked is told
    the same as ever."""
    mailbox = mailbox_of(email)
    one_at_a_time(f"giving link {mailbox}")
    _forget_old_links()
    if _asked_often(mailbox):
        return
    link = save(
        GivingLink(mailbox=mailbox, nonce=tokens.new_nonce(), asked_at=clock.now(), leads_to=leads_to)
    )
    enqueue(JOB, dedupe_key=f"{JOB}:{link.id}", link_id=link.id)


def seal_link(link_id: int, *, secret: str) -> str:
    """The token of a link that is about to be mailed; its ten minutes begin with the first try."""
    link = locked(GivingLink, link_id)
    token = tokens.derive(secret, PURPOSE, link.id, link.nonce)
    link.token_digest = tokens.digest(token)
    link.expires_at = link.expires_at or clock.now() + LASTS
    return token


def find_link(token: str) -> GivingLink:
    """The link with this token, also when it has ended. Raises NotThere."""
    link = session.scalar(select(GivingLink).where(GivingLink.token_digest == tokens.digest(token)))
    if link is None:
        raise NotThere
    return link


def is_open(link: GivingLink) -> bool:
    """Whether the link can still be used. Where the clock has gone back since, it cannot: its time would grow."""
    moment = clock.now()
    return (
        link.used_at is None
        and link.expires_at is not None
        and moment < link.expires_at <= moment + LASTS + SLACK
    )


def use_link(token: str) -> GivingLink:
    """Use the link up: of two presses at once, one succeeds. Raises LinkOver."""
    moment = clock.now()
    used = session.scalars(
        update(GivingLink)
        .where(
            GivingLink.token_digest == tokens.digest(token),
            GivingLink.used_at.is_(None),
            GivingLink.expires_at > moment,
            GivingLink.expires_at <= moment + LASTS + SLACK,
        )
        .values(used_at=moment)
        .returning(GivingLink)
        .execution_options(synchronize_session=False, populate_existing=True)
    ).one_or_none()
    if used is None:
        raise LinkOver
    audit.record("giving_link.used", used)
    return used


def _asked_often(mailbox: str) -> bool:
    return any(_asked(mailbox, within) >= most for most, within in LIMITS)


def _asked(mailbox: str, within: timedelta) -> int:
    until = clock.now()  # what is later than now was asked before the clock went back
    asked = select(func.count(GivingLink.id)).where(
        GivingLink.mailbox == mailbox, GivingLink.asked_at > until - within, GivingLink.asked_at <= until
    )
    return session.scalar(asked) or 0


def _forget_old_links() -> None:
    moment = clock.now()
    unsent = GivingLink.token_digest.is_(None) & (GivingLink.asked_at < moment - KEPT_UNSENT)
    session.execute(delete(GivingLink).where(or_(GivingLink.asked_at < moment - KEPT, unsent)))
