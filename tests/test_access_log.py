"""The log of requests: enough to run a site by, and nothing about whose they were."""

import json

import pytest
from flask import Flask

from ngoapp.app.access_log import init_access_log
from ngoapp.core.logs import configure_logs

pytestmark = pytest.mark.once


def test_a_request_is_logged_by_view_and_answer_and_never_by_its_address(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure_logs()
    app = Flask("small")
    app.add_url_rule("/receipts/<token>", "receipt", lambda token: "ok")
    init_access_log(app)
    app.test_client().get("/receipts/secret-token?name=Ana")
    line = json.loads(capsys.readouterr().err.splitlines()[-1])
    assert (line["view"], line["method"], line["status"]) == ("receipt", "GET", 200)
    assert "secret-token" not in json.dumps(line)
    assert "Ana" not in json.dumps(line)
