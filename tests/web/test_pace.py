"""Public forms take what a clinic sends in a quarter of an hour, and no more; nothing that was typed is lost."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from ngoapp.core import clock
from ngoapp.core.db import transaction
from ngoapp.web.pace import MOST
from tests.donations.factories import make_fund
from tests.donations.giving import filled
from tests.organisation.factories import make_organisation

NOW = datetime.now(UTC) + timedelta(days=1)  # ahead, so that no job is overdue when a test ends
Send = Callable[[FlaskClient], TestResponse]


def ask_for_link(client: FlaskClient) -> TestResponse:
    return client.post("/giving/link", data={"email": "ruth@example.org"})


def promise_a_check(client: FlaskClient) -> TestResponse:
    return client.post("/donate", data=filled(client, email="ruth@example.org", way="mail"))


@pytest.mark.parametrize(("form", "send"), [("giving link", ask_for_link), ("check slip", promise_a_check)])
def test_a_form_that_comes_too_often_is_asked_to_wait(
    db: Session, client: FlaskClient, form: str, send: Send
) -> None:
    with transaction():
        make_organisation()
        make_fund()
    with clock.at(NOW):
        for _ in range(MOST[form]):
            assert send(client).status_code == 303
        page = send(client)
        assert page.status_code == 200
        assert "wait a quarter of an hour" in page.text
        assert "ruth@example.org" in page.text
    with clock.at(NOW + timedelta(minutes=16)):
        assert send(client).status_code == 303


def test_neighbours_elsewhere_are_not_made_to_wait(db: Session, client: FlaskClient) -> None:
    with transaction():
        make_organisation()
    for _ in range(MOST["giving link"]):
        ask_for_link(client)
    elsewhere = client.post(
        "/giving/link", data={"email": "ana@example.org"}, environ_base={"REMOTE_ADDR": "203.0.113.9"}
    )
    assert elsewhere.status_code == 303
