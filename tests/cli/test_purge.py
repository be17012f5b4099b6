"""Forgetting by the console."""

import os
from collections.abc import Callable
from datetime import timedelta

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.cli import main
from ngoapp.core import clock
from ngoapp.core.db import transaction
from ngoapp.core.settings import Settings
from ngoapp.packets.models import PacketRequest
from ngoapp.packets.operations import move_request
from tests.organisation.factories import make_organisation
from tests.packets.factories import make_request

Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask, db: Session, settings: Settings) -> Run:
    """The command on a database with one request that was called off two years ago."""
    with transaction():
        make_organisation()
        with clock.at(clock.now() - timedelta(days=730)):
            move_request(make_request().id, "cancelled")
    environ = {
        **os.environ,
        "NGOAPP_DATA_DIR": str(settings.data_dir),
        "NGOAPP_DATABASE_URL": settings.database_url,
        "NGOAPP_SECRET_KEY": settings.secret_key,
        "NGOAPP_BASE_URL": settings.base_url,
    }
    return lambda *arguments: CliRunner().invoke(main, ["purge", *arguments], env=environ)


def test_a_dry_run_says_who_would_go_and_changes_nothing(run: Run, db: Session) -> None:
    result = run("--dry-run")
    assert result.exit_code == 0
    first, *ahead = result.output.splitlines()
    assert first == "Would forget whoever is behind 1 request."
    assert len(ahead) == 6
    db.rollback()
    assert db.scalars(select(PacketRequest.name)).all() == ["Ana Ruiz"]


def test_without_it_they_are_forgotten_and_a_second_run_finds_nobody(run: Run, db: Session) -> None:
    assert [run().output, run().output] == [
        "Forgot whoever is behind 1 request.\n",
        "Forgot whoever is behind 0 requests.\n",
    ]
    db.rollback()
    assert db.scalars(select(PacketRequest.name)).all() == [""]
