"""Nothing of a request leaves the packet desk: not to donors, logs, mail subjects, the outbox or the audit."""

import logging
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import LargeBinary, String, Table, cast, func, or_, select
from sqlalchemy.orm import Session

from ngoapp.accounts.permissions import ADMINISTRATOR, ROLES
from ngoapp.core.db import Base, transaction
from ngoapp.packets.intake.twins import AGAIN
from ngoapp.packets.operations import approve_request
from ngoapp.people.models import Person
from ngoapp.people.queries import find_people
from tests.accounts.factories import saved_staff, sign_in
from tests.donations.factories import make_card_gift
from tests.fakes import FakeSmtp, FakeStripe
from tests.organisation.factories import make_organisation
from tests.packets.factories import make_edition
from tests.packets.pages import POST
from tests.packets.privacy.door import let_in
from tests.work import work_off

CANARY = "Quetzalcanary"
FREE_TEXT = {
    "name": f"Ana {CANARY}",
    "note": f"Please ring, {CANARY}",
    "company_name": CANARY,
    "street_address": f"1 {CANARY} St",
    "city": CANARY,
}
KEY = "a-key-of-a-form-that-was-drawn"
CALL = {
    "action_key": KEY,
    "kind": "talked",
    "about": "listen",
    "name": f"Ana {CANARY}",
    "phone": "612-555-0139",
    "safe": "yes",
    "safe_name": CANARY,
    "call_back": "y",
    "call_back_when": f"after {CANARY}",
    "words": f"Wants {CANARY}",
}
OURS = ("packet_", "call_")
OWN = 1  # the number of the request that its asker corrects
BEGINNING = CANARY[:10]  # to look for: a page may show what was looked for
OTHER_ROLES = sorted(set(ROLES) - {"packet desk", ADMINISTRATOR})


@pytest.fixture
def asked(app: Flask, db: Session, client: FlaskClient, caplog: pytest.LogCaptureFixture) -> FlaskClient:
    """Two requests with the word in every free field, by post and by e-mail, worked by staff, with every log kept."""
    caplog.set_level(logging.DEBUG)
    with transaction():
        make_organisation()
        make_edition()
        make_card_gift()
    client.post("/info-packet", data={**POST, **FREE_TEXT, "page_email": f"{CANARY}@example.org"})
    email = {**POST, **FREE_TEXT, "way": "email", "email": f"{CANARY}@example.org"}
    client.post("/info-packet", data=email)
    client.post(
        "/info-packet", data={**POST, **FREE_TEXT, "postal_code": ""}
    )  # refused, and typed all the same
    work_off(app)
    sign_in(client, saved_staff("packet desk"))
    taken = {**email, "channel": "event", "event": CANARY, "received_on": "2026-01-02", "decision": AGAIN}
    client.post("/staff/packets/new", data={**taken, "voicemail": "yes", "voicemail_name": CANARY})
    client.get("/staff/packets/1")
    client.post("/staff/packets/2/correct", data=email)
    client.post("/staff/packets/privacy/person", data={"name": FREE_TEXT["name"], "postal_code": "55408"})
    client.post("/staff/packets/privacy/export", data={"since": "2026-01-01", "until": "2126-01-01"})
    let_in(app, client, f"{CANARY}@example.org".lower())
    client.post(f"/info-packet/mine/{OWN}", data={**POST, **FREE_TEXT, "phone": "952-555-0142"})
    client.post("/staff/packets/batches/new?request=1", data={"chosen": "1", "place": "1"})
    for paper in ("labels", "slips", "pick-list"):
        client.get(f"/staff/packets/batches/1/{paper}.pdf")
    client.post("/staff/packets/calls/new", data=CALL)
    client.post("/staff/packets/calls/notes", data={"action_key": KEY, "words": f"Ring {CANARY}"})
    client.post("/staff/packets/calls/1/claim")
    client.post("/staff/packets/calls/1/message")
    work_off(app)
    db.rollback()
    return client


def holds_the_word(db: Session, table: Table) -> bool:
    files = [column for column in table.columns if isinstance(column.type, LargeBinary)]
    words = [func.lower(cast(column, String)) for column in table.columns if column not in files]
    written = (
        select(func.count()).select_from(table).where(or_(*(it.contains(CANARY.casefold()) for it in words)))
    )
    contents = (content for column in files for content in db.scalars(select(column)) if content)
    return bool(db.scalar(written)) or any(CANARY.lower().encode() in it.lower() for it in contents)


def test_the_word_stands_in_no_table_but_those_of_the_packets(db: Session, asked: FlaskClient) -> None:
    tables = [table.name for table in Base.metadata.sorted_tables if holds_the_word(db, table)]
    assert [name for name in tables if not name.startswith(OURS)] == []
    assert sorted(tables) == [
        "call_entries",
        "call_notes",
        "packet_page_links",
        "packet_page_visits",
        "packet_requests",
    ]


def test_the_word_stands_in_no_log(
    asked: FlaskClient, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    written = caplog.text + "".join(capfd.readouterr())
    assert CANARY.casefold() not in written.casefold()


def test_the_word_stands_in_no_subject_and_the_subject_tells_no_illness(
    asked: FlaskClient, outgoing: FakeSmtp
) -> None:
    ours = [message for message in outgoing.sent if "<packet-" in message["Message-ID"]]
    assert len(ours) == 3
    for message in ours:
        assert CANARY.casefold() not in message["Subject"].casefold()
        assert "cleroderma" not in message["Subject"] + str(message["From"])


@pytest.mark.parametrize("path", ["/", "/news/", "/donate", "/info-packet"])
def test_the_word_stands_on_no_public_page(asked: FlaskClient, app: Flask, path: str) -> None:
    assert CANARY.casefold() not in app.test_client().get(path).text.casefold()


@pytest.mark.parametrize("role", OTHER_ROLES)
def test_the_word_stands_on_no_page_list_search_or_export_of_any_other_role(
    app: Flask, asked: FlaskClient, role: str
) -> None:
    browser = app.test_client()
    sign_in(browser, saved_staff(role))
    rules = [
        rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/staff") and not rule.arguments
    ]
    paths = [rule.rule for rule in rules if "GET" in (rule.methods or ())]
    seen = 0
    for path in paths:
        with browser.get(path, query_string={"q": BEGINNING}) as answer:
            assert CANARY.casefold() not in answer.get_data(as_text=True).casefold(), path
            seen += answer.status_code == 200
    assert seen > 2


def test_the_audit_tells_nothing_of_the_packet_desk_to_who_does_not_work_there(
    app: Flask, asked: FlaskClient
) -> None:
    shown = {}
    for role in ("auditor", ADMINISTRATOR):
        browser = app.test_client()
        sign_in(browser, saved_staff(role, email=f"{role}@example.org"))
        answer = browser.get("/staff/audit/")
        assert "gift" in answer.text
        shown[role] = re.findall(r"<td>(?:packet|call)[^<]*</td>", answer.text)
    assert shown["auditor"] == []
    assert "<td>packet request: viewed</td>" in shown[ADMINISTRATOR]
    assert "<td>packet requests: exported</td>" in shown[ADMINISTRATOR]


def test_stripe_is_asked_nothing_that_holds_the_word(asked: FlaskClient, bank: FakeStripe) -> None:
    assert CANARY.casefold() not in repr((bank.wanted, bank.pages, bank.made)).casefold()


def test_a_request_makes_nobody_a_donor_and_no_search_finds_them(db: Session, asked: FlaskClient) -> None:
    assert db.scalar(select(func.count(Person.id))) == 1
    assert find_people(CANARY) == []


def test_a_failed_page_logs_nothing_of_what_was_typed(
    app: Flask, db: Session, client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    """Without an organisation the page fails in the middle: the worst moment to be talkative."""
    caplog.set_level(logging.DEBUG)
    client.post("/info-packet", data={**POST, **FREE_TEXT, "way": "email", "email": f"{CANARY}@example.org"})
    assert CANARY.casefold() not in caplog.text.casefold()


def test_no_key_of_a_foreign_table_leads_from_a_request_to_people_or_gifts() -> None:
    ours = [table for table in Base.metadata.sorted_tables if table.name.startswith(OURS)]
    targets = {key.column.table.name for table in ours for key in table.foreign_keys}
    assert {name for name in targets if not name.startswith(OURS)} == {"users", "stored_files", "printers"}
    others = [table for table in Base.metadata.sorted_tables if not table.name.startswith(OURS)]
    assert not [t.name for t in others if any(k.column.table.name.startswith(OURS) for k in t.foreign_keys)]


def test_approving_once_more_tells_the_outbox_numbers_only(
    app: Flask, db: Session, asked: FlaskClient
) -> None:
    with transaction():
        approve_request(2)
    assert [
        name for name in ("outbox_rows", "audit_entries") if holds_the_word(db, Base.metadata.tables[name])
    ] == []
