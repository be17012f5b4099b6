"""Writes about staff accounts. What changes somebody's rights ends their sign-ins, so that nothing lingers."""

from collections.abc import Sequence
from uuid import uuid4

from sqlalchemy import select

from ngoapp.accounts.models import Role, User
from ngoapp.accounts.passwords import hash_password
from ngoapp.accounts.permissions import ADMINISTRATOR, ROLES
from ngoapp.accounts.queries import count_administrators, find_staff
from ngoapp.accounts.sessions import close_sessions
from ngoapp.core import audit, clock
from ngoapp.core.db import save, session
from ngoapp.core.errors import Refused


class AlreadyStaff(Refused):
    """There is an account with this e-mail address."""

    def __init__(self) -> None:
        super().__init__("There is an account with this e-mail address already.", field="email")


class RoleNeeded(Refused):
    """An account without a role, or with one that does not exist, is of no use."""

    def __init__(self) -> None:
        super().__init__("Choose at least one role.", field="roles")


class LastAdministrator(Refused):
    """Without an administrator nobody could let anybody in."""

    def __init__(self) -> None:
        super().__init__(
            "This is the last administrator. Make somebody else an administrator first.", field="roles"
        )


def add_staff(*, email: str, name: str, roles: Sequence[str], password: str | None = None) -> User:
    """Open an account. Without a password, nobody can sign in to it until its owner has set one by a link.

    Raises AlreadyStaff and RoleNeeded."""
    _check_roles(roles)
    if find_staff(email):
        raise AlreadyStaff
    user = save(
        User(
            email=email,
            email_folded=email,
            name=name,
            active=True,
            fs_uniquifier=uuid4().hex,
            password=hash_password(password) if password else None,
            created_at=clock.now(),
            roles=[Role(name=role) for role in sorted(set(roles))],
        )
    )
    audit.record("staff.added", user, roles=", ".join(user.role_names))
    return user


def change_roles(user: User, roles: Sequence[str]) -> None:
    """Give the account exactly these roles and end its sign-ins. Raises RoleNeeded and LastAdministrator."""
    _check_roles(roles)
    if set(roles) == set(user.role_names):
        return
    if ADMINISTRATOR not in roles:
        _keep_an_administrator(user)
    kept = {role.name: role for role in user.roles}
    user.roles = [kept.get(name) or Role(name=name) for name in sorted(set(roles))]
    session.flush()
    close_sessions(user, "roles")
    audit.record("staff.roles_changed", user, roles=", ".join(user.role_names))


def rename(user: User, name: str) -> None:
    """Change the name that colleagues see."""
    user.name = name
    audit.record("staff.renamed", user)


def deactivate(user: User) -> None:
    """Close the account: its sign-ins end and links to it die; what it did stays. Raises LastAdministrator."""
    if not user.active:
        return
    _keep_an_administrator(user)
    user.active = False
    user.fs_uniquifier = uuid4().hex
    close_sessions(user, "deactivated")
    audit.record("staff.deactivated", user)


def reactivate(user: User) -> None:
    """Open the account again, with the roles and the password it had."""
    if not user.active:
        user.active = True
        audit.record("staff.reactivated", user)


def end_sessions(user: User) -> None:
    """Sign somebody out of every browser."""
    close_sessions(user, "ended")
    audit.record("staff.signed_out_everywhere", user)


def end_other_sessions(user: User, *, but: str | None) -> None:
    """Sign somebody out of every browser but the one that holds the token `but`."""
    close_sessions(user, "ended", but=but)
    audit.record("staff.signed_out_elsewhere", user)


def remove_authenticator(user: User) -> None:
    """Let somebody who lost the telephone sign in with the password alone, and set up anew."""
    user.tf_primary_method = user.tf_totp_secret = user.mf_recovery_codes = None
    close_sessions(user, "authenticator")
    audit.record("staff.authenticator_removed", user)


def _check_roles(roles: Sequence[str]) -> None:
    if not roles or not set(roles) <= ROLES.keys():
        raise RoleNeeded


def _keep_an_administrator(user: User) -> None:
    """The administrators' rows are locked, so that two who demote each other at once do not both succeed."""
    if not user.active or ADMINISTRATOR not in user.role_names:
        return
    session.execute(select(Role).where(Role.name == ADMINISTRATOR).order_by(Role.user_id).with_for_update())
    if count_administrators() <= 1:
        raise LastAdministrator
