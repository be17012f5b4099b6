"""Demo data: whole, once, and true to every invariant."""

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ngoapp.accounts.queries import find_staff
from ngoapp.cli.check import broken
from ngoapp.cli.demo import STAFF, load_demo
from ngoapp.core import outbox
from ngoapp.core.audit import AuditEntry
from ngoapp.core.settings import Settings
from tests.accounts.factories import sign_in_by_form


def test_demo_data_is_loaded_once_and_breaks_no_rule(app: Flask, db: Session, settings: Settings) -> None:
    assert load_demo(app, settings)
    entries = db.scalar(select(func.count()).select_from(AuditEntry))
    db.rollback()
    assert not load_demo(app, settings)
    assert db.scalar(select(func.count()).select_from(AuditEntry)) == entries
    assert list(outbox.due()) == []
    assert list(broken(app)) == []
    administrator = find_staff(STAFF)
    assert administrator is not None
    assert administrator.may("staff:manage")


def test_the_demo_administrator_has_a_password_of_this_installation(
    app: Flask, db: Session, settings: Settings, client: FlaskClient
) -> None:
    load_demo(app, settings)
    kept = settings.data_dir / "demo-password"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert sign_in_by_form(client, STAFF, kept.read_text().strip()) == "/staff/"
