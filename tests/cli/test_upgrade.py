"""`ngoapp upgrade`, as an operator runs it on a server with services of its own."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from ngoapp.cli import main
from ngoapp.cli.upgrade import say_how_to_set_up
from ngoapp.core.db import transaction
from ngoapp.core.settings import Settings
from ngoapp.desk.first_run import set_up_code
from tests.organisation.factories import make_organisation

SECRET = "a secret of this test, long enough"


def test_a_new_installation_is_told_where_to_set_up_and_with_which_code(tmp_path: Path) -> None:
    environment = {"NGOAPP_DATA_DIR": str(tmp_path), "NGOAPP_SECRET_KEY": SECRET, "PORT": "8123"}
    said = CliRunner(env=environment).invoke(main, ["upgrade"], catch_exceptions=False).output
    assert f"http://127.0.0.1:8123/set-up with the code {set_up_code(SECRET)}" in said


def test_an_installation_that_is_set_up_shows_no_code(app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    with app.app_context(), transaction():
        make_organisation()
    say_how_to_set_up(app, Settings.from_environ({"NGOAPP_SECRET_KEY": SECRET}))
    assert capsys.readouterr().out == ""
