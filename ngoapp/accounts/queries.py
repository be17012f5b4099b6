"""Reads about staff."""

from collections.abc import Iterable, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from ngoapp.accounts.models import Role, StaffSession, User
from ngoapp.accounts.permissions import ADMINISTRATOR
from ngoapp.accounts.sessions import IDLE, LONGEST
from ngoapp.core import clock
from ngoapp.core.db import session


def find_staff(email: str) -> User | None:
    """The account with this e-mail address, in any case."""
    return session.scalars(select(User).where(User.email_folded == email)).one_or_none()


def all_staff() -> Sequence[User]:
    """Every account with its roles: those that work first, by name."""
    return session.scalars(
        select(User).options(selectinload(User.roles)).order_by(User.active.desc(), User.name, User.id)
    ).all()


def staff_names(user_ids: Iterable[int]) -> dict[int, str]:
    """The names behind ids, such as the audit keeps."""
    rows = session.execute(select(User.id, User.name).where(User.id.in_(set(user_ids))))
    return {row.id: row.name for row in rows}


def count_administrators() -> int:
    """How many accounts that work are administrators."""
    return (
        session.scalar(
            select(func.count()).select_from(Role).join(User).where(Role.name == ADMINISTRATOR, User.active)
        )
        or 0
    )


def open_sessions(user: User) -> Sequence[StaffSession]:
    """Where this person is signed in, the latest use first."""
    moment = clock.now()
    return session.scalars(
        select(StaffSession)
        .where(
            StaffSession.user_id == user.id,
            StaffSession.ended_at.is_(None),
            StaffSession.created_at > moment - LONGEST,
            StaffSession.last_seen_at > moment - IDLE,
        )
        .order_by(StaffSession.last_seen_at.desc())
    ).all()
