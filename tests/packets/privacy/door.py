"""Requesters at the door of their own page."""

import re

from flask import Flask
from flask.testing import FlaskClient

from ngoapp.core.db import transaction
from ngoapp.packets.privacy.links import ask_for_page
from tests.fakes import FakeSmtp
from tests.work import work_off

MAILBOX = "ana@example.org"
OPENS = re.compile(r"http://localhost(/info-packet/mine/open/[\w-]+)")


def mailed_link(app: Flask, mailbox: str = MAILBOX) -> str:
    """Ask for the link and take it out of the mail."""
    with app.app_context(), transaction():
        ask_for_page(mailbox)
    return newest_link(app)


def newest_link(app: Flask) -> str:
    """The link in the latest mail."""
    outgoing: FakeSmtp = app.extensions["ngoapp.smtp"]
    work_off(app, only="packets.send_page")
    text = outgoing.sent[-1].get_body(("plain",))
    assert text
    found = OPENS.search(text.get_content())
    assert found
    return found[1]


def let_in(app: Flask, browser: FlaskClient, mailbox: str = MAILBOX) -> None:
    """Have this browser open the link of the mailbox."""
    assert browser.post(mailed_link(app, mailbox)).location == "/info-packet/mine"
