"""Between Flask-Security and our database: what it changes is collected and written in one transaction.

Flask-Security changes rows while it reads and commits at the end of the request; `transaction()` begins by
ending the open read, which would drop such changes. So `put` takes them out of the session at once, as steps
to do, and `commit` does the steps on a row that is read anew and locked."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Response, after_this_request, g
from flask_security.datastore import UserDatastore
from sqlalchemy import inspect, select
from sqlalchemy.orm.attributes import set_committed_value

from ngoapp.accounts.models import Role, User
from ngoapp.core.audit import Actor, acting_as
from ngoapp.core.db import Base, locked, session, transaction

STEPS = "ngoapp_account_steps"
Step = Callable[[User], object]


class Datastore(UserDatastore):
    """Finds users for Flask-Security and keeps what it changes about one."""

    def __init__(self) -> None:
        super().__init__(User, Role)

    def find_user(self, case_insensitive: bool = False, **kwargs: Any) -> User | None:
        """The user with this `email` (in any case) or other column."""
        ((column, value),) = kwargs.items()
        name = "email_folded" if column == "email" else column
        return session.scalars(select(User).where(getattr(User, name) == value)).one_or_none()

    def put(self, model: Any) -> Any:
        """Take note of what was changed about a user."""
        user = current_object(model)
        values = _changed(user)
        for name, value in values.items():
            set_committed_value(user, name, value)
        later(user, partial(_set, values=values))
        return model

    def commit(self) -> None:
        """Write what was noted in this request; nothing noted, nothing written."""
        steps: list[tuple[int, Step]] = g.pop(STEPS, [])
        if not steps:
            return
        with acting_as(Actor("staff", steps[0][0])), transaction():
            for user_id, step in steps:
                step(locked(User, user_id))


def later(user: User, step: Step) -> None:
    """Have `step` done to this user in the request's one transaction, before the answer leaves."""
    if STEPS not in g:
        g.setdefault(STEPS, [])
        after_this_request(_commit)
    g.get(STEPS).append((user.id, step))


def current_object(user: Any) -> User:
    """The user behind Flask-Login's `current_user`, or the user itself."""
    behind: User = user if type(user) is User else user._get_current_object()
    return behind


def _commit(response: Response) -> Response:
    Datastore().commit()
    return response


def _set(row: User, *, values: dict[str, object]) -> None:
    for name, value in values.items():
        setattr(row, name, value)


def _changed(row: Base) -> dict[str, object]:
    state = inspect(row)
    columns = state.mapper.column_attrs.keys()
    return {name: getattr(row, name) for name in columns if state.attrs[name].history.has_changes()}
