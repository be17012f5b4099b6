"""Browsers that opened a link to a requester's own page: for an hour, then it takes a link again."""

from datetime import timedelta

from sqlalchemy import delete, select

from ngoapp.core import clock
from ngoapp.core.db import save, session
from ngoapp.core.tokens import digest
from ngoapp.packets.privacy.models import PageLink, PageVisit

LOOKS = timedelta(hours=1)
SENDS = timedelta(hours=2)  # a form that was opened in time may be filled in for as long again
KEPT = timedelta(days=1)


def begin_visit(link: PageLink, *, token: str, instead_of: str = "") -> PageVisit:
    """Let the browser that holds `token` see the page of the link's mailbox; `instead_of` is what it held before."""
    forget_old_visits()
    session.execute(delete(PageVisit).where(PageVisit.token_digest == digest(instead_of)))
    return save(PageVisit(mailbox=link.mailbox, token_digest=digest(token), opened_at=clock.now()))


def find_visit(token: str, within: timedelta = LOOKS) -> PageVisit | None:
    """The visit of the browser that holds this token, unless it is over."""
    moment = clock.now()
    return session.scalar(
        select(PageVisit).where(
            PageVisit.token_digest == digest(token),
            PageVisit.opened_at > moment - within,
            PageVisit.opened_at <= moment + timedelta(minutes=1),
        )
    )


def end_visit(visit: PageVisit) -> None:
    """The page takes a link again, on this device."""
    session.execute(delete(PageVisit).where(PageVisit.id == visit.id))


def forget_old_visits() -> None:
    """Who looked at their page is forgotten the next day."""
    session.execute(delete(PageVisit).where(PageVisit.opened_at < clock.now() - KEPT))


def forget_mailbox(mailbox: str) -> None:
    """Nothing of how somebody came to their page stays."""
    for model in (PageVisit, PageLink):
        session.execute(delete(model).where(model.mailbox == mailbox))
