"""Links to what a mailbox asked for: good for ten minutes, once, and asked for by anybody without learning anything.

Not the links to a donor's page and nothing that those open: neither knows of the other."""

from datetime import timedelta

from sqlalchemy import delete, func, select, update

from ngoapp.core import audit, clock, tokens
from ngoapp.core.db import locked, one_at_a_time, save, session
from ngoapp.core.errors import NotThere, Refused
from ngoapp.core.outbox import enqueue
from ngoapp.packets.privacy.models import PageLink
from ngoapp.people.queries import mailbox_of

LASTS = timedelta(minutes=10)
SLACK = timedelta(minutes=1)  # between the clocks of two servers
KEPT = timedelta(days=1)
PURPOSE, JOB = "packets-mine", "packets.send_page_link"
# How often one mailbox may be written to, whoever asks.
LIMITS = ((3, timedelta(minutes=15)), (10, timedelta(days=1)))


class LinkOver(Refused):
    """The link was used, or its ten minutes are over."""

    def __init__(self) -> None:
        super().__init__("This link was used already, or its ten minutes are over.")


def ask_for_page(email: str) -> None:
    """Have the link mailed to this address, if anything was asked for with it. All of that happens in the job.

    Beyond the limits nothing is written, and whoever asked is told the same as ever."""
    mailbox = mailbox_of(email)
    one_at_a_time(f"packet page {mailbox}")
    forget_old_links()
    if any(_asked(mailbox, within) >= most for most, within in LIMITS):
        return
    link = save(PageLink(mailbox=mailbox, nonce=tokens.new_nonce(), asked_at=clock.now()))
    enqueue(JOB, dedupe_key=f"{JOB}:{link.id}:{link.nonce}", link_id=link.id)


def seal_page_link(link_id: int, *, secret: str) -> str:
    """The token of a link that is about to be mailed; its ten minutes begin with the first try. Raises NotThere."""
    link = locked(PageLink, link_id)
    token = tokens.derive(secret, PURPOSE, link.id, link.nonce)
    link.token_digest = tokens.digest(token)
    link.expires_at = link.expires_at or clock.now() + LASTS
    return token


def find_page_link(token: str) -> PageLink:
    """The link with this token, also when it has ended. Raises NotThere."""
    link = session.scalar(select(PageLink).where(PageLink.token_digest == tokens.digest(token)))
    if link is None:
        raise NotThere
    return link


def is_open(link: PageLink) -> bool:
    """Whether the link can still be used. Where the clock has gone back since, it cannot: its time would grow."""
    moment = clock.now()
    return (
        link.used_at is None
        and link.expires_at is not None
        and moment < link.expires_at <= moment + LASTS + SLACK
    )


def use_page_link(token: str) -> PageLink:
    """Use the link up: of two presses at once, one succeeds. Raises LinkOver."""
    moment = clock.now()
    used = session.scalars(
        update(PageLink)
        .where(
            PageLink.token_digest == tokens.digest(token),
            PageLink.used_at.is_(None),
            PageLink.expires_at > moment,
            PageLink.expires_at <= moment + LASTS + SLACK,
        )
        .values(used_at=moment)
        .returning(PageLink)
        .execution_options(synchronize_session=False, populate_existing=True)
    ).one_or_none()
    if used is None:
        raise LinkOver
    audit.record("packet_page_link.used", used)
    return used


def forget_old_links() -> None:
    """Whoever asked for a link, known or not, is forgotten the next day."""
    session.execute(delete(PageLink).where(PageLink.asked_at < clock.now() - KEPT))


def _asked(mailbox: str, within: timedelta) -> int:
    until = clock.now()  # what is later than now was asked before the clock went back
    asked = select(func.count(PageLink.id)).where(
        PageLink.mailbox == mailbox, PageLink.asked_at > until - within, PageLink.asked_at <= until
    )
    return session.scalar(asked) or 0
