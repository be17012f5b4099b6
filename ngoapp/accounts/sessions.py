"""Sign-ins that the server keeps: a cookie is good for as long as its row is open."""

from datetime import timedelta

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import joinedload

from ngoapp.accounts.models import StaffSession, User
from ngoapp.core import clock
from ngoapp.core.db import save, session
from ngoapp.core.tokens import digest

IDLE = timedelta(hours=12)
LONGEST = timedelta(days=14)
KEPT = timedelta(days=90)
SEEN_EVERY = timedelta(minutes=5)


def begin_session(user: User, token: str) -> StaffSession:
    """Open a sign-in for the browser that holds `token`."""
    moment = clock.now()
    session.execute(delete(StaffSession).where(StaffSession.last_seen_at < moment - KEPT))
    user.last_sign_in_at = moment
    return save(
        StaffSession(token_hash=digest(token), user_id=user.id, created_at=moment, last_seen_at=moment)
    )


def find_session(token: str) -> StaffSession | None:
    """The open sign-in of the browser that holds `token`, with its user and roles."""
    moment = clock.now()
    return (
        session.scalars(
            select(StaffSession)
            .join(StaffSession.user)
            .where(
                StaffSession.token_hash == digest(token),
                StaffSession.ended_at.is_(None),
                StaffSession.created_at > moment - LONGEST,
                StaffSession.last_seen_at > moment - IDLE,
                User.active,
            )
            .options(joinedload(StaffSession.user).joinedload(User.roles))
        )
        .unique()
        .one_or_none()
    )


def seen_long_ago(opened: StaffSession) -> bool:
    """Whether it is time to note that this sign-in is in use; not on each request, since that would be a write."""
    return clock.now() - opened.last_seen_at > SEEN_EVERY


def note_seen(session_id: int) -> None:
    """The sign-in is in use."""
    session.execute(
        update(StaffSession).where(StaffSession.id == session_id).values(last_seen_at=clock.now())
    )


def end_session(token: str, because: str) -> None:
    """Close the sign-in of the browser that holds `token`."""
    _end(because, StaffSession.token_hash == digest(token))


def close_sessions(user: User, because: str, *, but: str | None = None) -> None:
    """Close every sign-in of this person, save the one of the browser that holds the token `but`."""
    spared = [StaffSession.token_hash != digest(but)] if but else []
    _end(because, StaffSession.user_id == user.id, *spared)


def _end(because: str, *which: ColumnElement[bool]) -> None:
    session.execute(
        update(StaffSession)
        .where(StaffSession.ended_at.is_(None), *which)
        .values(ended_at=clock.now(), ended_because=because)
    )
