"""Staff accounts, their roles, their sign-ins, and tries that failed."""

from datetime import datetime

from flask_security import RoleMixin, UserMixin
from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ngoapp.accounts.permissions import ROLES, permissions_of
from ngoapp.core.db import Base, Id
from ngoapp.core.types import FoldedText

_ROLE_NAMES = ", ".join(f"'{name}'" for name in ROLES)


class Role(Base, RoleMixin):
    """That somebody has a role; what the role may do stands in `permissions.py`."""

    __tablename__ = "user_roles"
    __table_args__ = (CheckConstraint(f"name IN ({_ROLE_NAMES})", name="name_is_known"),)

    user_id: Mapped[int] = mapped_column(Id, ForeignKey("users.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(40), primary_key=True)

    def get_permissions(self) -> set[str]:
        """The role's permissions, where Flask-Security asks for them."""
        return set(ROLES[self.name].permissions)


class User(Base, UserMixin):
    """Somebody who works here. Several names are Flask-Security's: fs_, tf_ (two-step sign-in), mf_."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    email: Mapped[str] = mapped_column(String(254))
    email_folded: Mapped[str] = mapped_column(FoldedText(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    password: Mapped[str | None] = mapped_column("password_hash", String(255))
    tf_primary_method: Mapped[str | None] = mapped_column(String(20))
    tf_totp_secret: Mapped[str | None] = mapped_column(String(255))
    totp_counter: Mapped[int | None] = mapped_column(Id)
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(JSON)
    created_at: Mapped[datetime]
    last_sign_in_at: Mapped[datetime | None]
    roles: Mapped[list[Role]] = relationship(  # type: ignore[assignment]  # ours need none of RoleMixin
        cascade="all, delete-orphan", order_by=Role.name
    )

    @property
    def role_names(self) -> list[str]:
        """The names of this person's roles."""
        return [role.name for role in self.roles]

    @property
    def has_authenticator(self) -> bool:
        """Whether signing in takes a code from an authenticator app as well."""
        return self.tf_totp_secret is not None and self.tf_primary_method is not None

    def may(self, permission: str) -> bool:
        """Whether one of this person's roles has the permission."""
        return permission in permissions_of(self.role_names)


class StaffSession(Base):
    """One sign-in in one browser, whose cookie carries the secret that `token_hash` is made of."""

    __tablename__ = "staff_sessions"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(Id, ForeignKey("users.id"), index=True)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_because: Mapped[str | None] = mapped_column(String(20))
    user: Mapped[User] = relationship()


class FailedTry(Base):
    """A password or code that did not fit, kept for a day. Account and address are keyed hashes."""

    __tablename__ = "failed_tries"
    __table_args__ = (
        Index("ix_failed_tries_account", "account", "at"),
        Index("ix_failed_tries_address", "address", "at"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    account: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(index=True)
