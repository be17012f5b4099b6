"""The demo installation as five people see it: a visitor, a donor, somebody who asked for a packet, an administrator,
and somebody half signed in."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select
from sqlalchemy.engine import Engine
from werkzeug.test import TestResponse

from ngoapp.accounts.models import User
from ngoapp.accounts.queries import find_staff
from ngoapp.acknowledgments.models import Acknowledgment
from ngoapp.cli.demo import STAFF
from ngoapp.core.db import db, locked, session, transaction
from tests.accounts.factories import PASSWORD, saved_staff, sign_in, sign_in_by_form
from tests.pages.examples import giving_link
from tests.pages.kinds import ADMINISTRATOR, DONOR, HALF_SIGNED_IN, REQUESTER, VISITOR, Page
from tests.pages.packet_examples import page_link
from tests.pages.table import TABLE


@dataclass
class Answer:
    """What came back for one address."""

    path: str
    response: TestResponse
    queries: list[str]

    @property
    def text(self) -> str:
        """The page."""
        return self.response.text


@dataclass
class Stage:
    """The demo data, and browsers that look at them. What was asked for is kept: a page is fetched once."""

    app: Flask
    browsers: dict[str, FlaskClient] = field(default_factory=dict)
    known: dict[str, list[Answer]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        with self.app.app_context():
            administrator = find_staff(STAFF)
            assert administrator
            for who in (VISITOR, DONOR, REQUESTER, ADMINISTRATOR, HALF_SIGNED_IN):
                self.browsers[who] = self.app.test_client()
            sign_in(self.browsers[ADMINISTRATOR], administrator)
            self._half_sign_in()
            self.browsers[DONOR].post(f"/giving/open/{giving_link()['token']}")
            self.browsers[REQUESTER].post(f"/info-packet/mine/open/{page_link()['token']}")

    def browser(self, rule: str) -> FlaskClient:
        """Whoever looks at pages under this rule."""
        usual = ADMINISTRATOR if rule.startswith("/staff") else VISITOR
        return self.browsers[TABLE[rule].who or usual]

    def answers(self, rule: str) -> list[Answer]:
        """The answers of this rule's addresses."""
        if rule not in self.known:
            page: Page = TABLE[rule]
            with self.app.app_context():
                paths = page.paths(rule)
            self.known[rule] = [self._ask(self.browser(rule), path) for path in paths]
        return self.known[rule]

    def names(self) -> list[str]:
        """Every donor's name as it is thanked in public."""
        with self.app.app_context():
            return list(session.scalars(select(Acknowledgment.recognition_name)))

    def _ask(self, browser: FlaskClient, path: str) -> Answer:
        with self.app.app_context():
            engine = db.engine
        with counted(engine) as statements:
            response = browser.get(path)
        return Answer(path, response, statements)

    def _half_sign_in(self) -> None:
        """The password was right, and the code from the telephone is asked for."""
        factory = self.app.extensions["security"].totp_factory
        user = saved_staff(email="half@example.org", password=PASSWORD)
        with transaction():
            row = locked(User, user.id)
            row.tf_primary_method, row.tf_totp_secret = "authenticator", factory.generate_totp_secret()
        assert "/code" in sign_in_by_form(self.browsers[HALF_SIGNED_IN], "half@example.org")


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """Every statement that reaches the database meanwhile."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith("BEGIN"):  # said by ourselves on SQLite, by the driver on PostgreSQL
            statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)
