"""What is kept of a page is never out of date and never about somebody."""

from itertools import count

import pytest
from flask import render_template_string
from flask.testing import FlaskClient
from markupsafe import Markup, escape
from sqlalchemy.orm import Session

from ngoapp.core.db import transaction
from ngoapp.web.kept import MOST, Kept
from tests.donations.factories import make_fund
from tests.organisation.factories import make_organisation

drawings = count(1)


def draw() -> Markup:
    """Something new each time."""
    return escape(next(drawings))


def test_a_part_is_drawn_once_for_each_key():
    kept = Kept()
    assert kept("one", draw) == kept("one", draw)
    assert kept("one", draw) != kept("two", draw)


def test_without_a_key_a_part_is_drawn_each_time():
    kept = Kept()
    assert kept(None, draw) != kept(None, draw)


def test_only_so_many_parts_are_kept():
    kept = Kept()
    first = kept(0, draw)
    for key in range(1, MOST):
        kept(key, draw)
    assert kept(0, draw) == first
    kept("one more", draw)
    assert kept(0, draw) != first


@pytest.mark.usefixtures("db")
def test_templates_keep_a_part_with_a_call_block(app):
    template = "{% call kept(key) %}{{ value }}{% endcall %}"
    with app.test_request_context():
        assert render_template_string(template, key="a", value="<b>") == "&lt;b&gt;"
        assert render_template_string(template, key="a", value="other") == "&lt;b&gt;"


@pytest.fixture
def open_form(db: Session) -> None:
    """An organisation that takes gifts."""
    with transaction():
        make_organisation()
        make_fund()


@pytest.mark.usefixtures("open_form")
def test_a_new_fund_is_on_the_form_at_the_next_request(client: FlaskClient):
    assert "Research" not in client.get("/donate").text
    with transaction():
        make_fund("Research")
    assert "Research" in client.get("/donate").text


@pytest.mark.usefixtures("open_form")
def test_what_one_donor_typed_is_shown_to_nobody_else(client: FlaskClient):
    client.get("/donate")
    answer = client.post("/donate", data={"donor_name": "Ana Ruiz", "other": "nothing"})
    assert "Ana Ruiz" in answer.text
    assert "Enter your e-mail address" in answer.text
    later = client.get("/donate").text
    assert "Ana Ruiz" not in later
    assert "Enter your e-mail address" not in later


@pytest.mark.usefixtures("open_form")
def test_each_form_has_an_action_of_its_own(client: FlaskClient):
    first, second = client.get("/donate").text, client.get("/donate").text
    assert action_key(first) != action_key(second)


def action_key(page: str) -> str:
    """The key of the form's one action."""
    return page.partition('name="action_key" type="hidden" value="')[2].partition('"')[0]
