"""What holds for every page at once."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ngoapp.app import create_app
from ngoapp.core.db import transaction
from ngoapp.core.settings import Settings
from tests.accounts.fixtures import StaffClient
from tests.fakes import FakeSmtp
from tests.organisation.factories import make_organisation
from tests.volunteers.factories import make_volunteer
from tests.work import work_off

CANARY = "Zanzibarowski"
SENT_BY_STRIPE = {"/webhooks/stripe"}


@pytest.fixture
def sealed(app: Flask) -> Iterator[Flask]:
    """The app as it runs in life, with CSRF protection."""
    app.config["WTF_CSRF_ENABLED"] = True
    yield app
    app.config["WTF_CSRF_ENABLED"] = False


def test_no_form_is_taken_without_its_token(sealed: Flask, db: Session, staff_client: StaffClient) -> None:
    with transaction():
        make_organisation()
    client = staff_client("administrator")
    taken = [
        path for path in _posts(sealed) if client.post(path, data={"name": "x"}).status_code not in {400, 404}
    ]
    assert set(taken) <= {"/set-up"}


def _posts(app: Flask) -> list[str]:
    rules = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    paths = [re.sub(r"<any\((\w+).*?>", r"\1", rule.rule) for rule in rules]
    paths = [re.sub(r"<(int:)?\w+>", "1", path) for path in paths]
    return [path for path in paths if path not in SENT_BY_STRIPE]


def test_a_form_whose_seal_is_lost_can_be_sent_again_with_everything_typed(
    sealed: Flask, db: Session, client: FlaskClient
) -> None:
    with transaction():
        make_organisation()
    typed = {"name": CANARY, "password": "secret", "csrf_token": "stale"}
    page = client.post("/volunteer", data=typed, headers={"Sec-Fetch-Site": "same-origin"})
    assert page.status_code == 422
    assert CANARY in page.text
    assert "stale" not in page.text
    assert 'value="secret"' not in page.text


def test_a_form_on_a_foreign_page_is_not_offered_to_be_sent_again(
    sealed: Flask, db: Session, client: FlaskClient
) -> None:
    with transaction():
        make_organisation()
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {}):
        page = client.post("/volunteer", data={"name": CANARY}, headers=headers)
        assert page.status_code == 400
        assert CANARY not in page.text


def test_a_host_that_is_not_ours_is_refused(db: Session, client: FlaskClient) -> None:
    with transaction():
        make_organisation()
    for path in ("/", "/donate", "/healthz", "/staff/sign-in"):
        assert client.get(path, headers={"Host": "evil.example"}).status_code == 400


def test_a_nul_in_an_address_or_a_field_harms_nothing(db: Session, client: FlaskClient) -> None:
    with transaction():
        make_organisation()
    for path in ("/news/%00", "/news/?page=%00", "/receipts/%00"):
        assert client.get(path).status_code == 400
    assert client.post("/volunteer", data={"skills": "a\0b", "name": "\0"}).status_code == 200


def test_links_in_mail_start_with_our_own_address_whatever_host_was_asked(
    app: Flask, db: Session, client: FlaskClient, outgoing: FakeSmtp, staff_client: StaffClient
) -> None:
    with transaction():
        make_organisation()
    staff_client("administrator")
    email = {"email": "staff1@example.org"}
    client.post("/staff/password/forgotten", data=email, headers={"Host": "127.0.0.1"})
    work_off(app)
    links = re.findall(r"https?://[^\s\"<>]+", "".join(message.as_string() for message in outgoing.sent))
    assert all(link.startswith("http://localhost/") for link in links)


def test_every_answer_carries_the_headers_that_keep_it_safe(db: Session, client: FlaskClient) -> None:
    with transaction():
        make_organisation()
    for path in ("/", "/donate", "/nowhere", "/staff/sign-in"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_cookies_are_for_our_site_alone_and_for_https_where_there_is_https(settings: Settings) -> None:
    secure = create_app(_with_base(settings, "https://desk.example.org")).config
    assert secure["SESSION_COOKIE_NAME"] == "__Host-ngoapp"
    assert secure["SESSION_COOKIE_SECURE"]
    assert secure["SESSION_COOKIE_HTTPONLY"]
    assert secure["SESSION_COOKIE_SAMESITE"] == "Lax"


def _with_base(settings: Settings, base_url: str) -> Settings:
    return Settings(**{**vars(settings), "base_url": base_url})


def test_visitors_who_only_look_get_no_cookie(db: Session, client: FlaskClient) -> None:
    with transaction():
        make_organisation()
    for path in ("/", "/news/", "/contact", "/privacy"):
        assert "Set-Cookie" not in client.get(path).headers


def test_nobody_is_named_in_the_logs(
    app: Flask, db: Session, client: FlaskClient, capsys: pytest.CaptureFixture[str]
) -> None:
    with transaction():
        make_organisation()
        make_volunteer(name=CANARY, email=f"{CANARY}@example.org", message=CANARY)
    client.get(f"/news/{CANARY}?name={CANARY}")
    client.post("/volunteer", data={"name": CANARY, "email": CANARY})
    app.extensions["ngoapp.smtp"].failure = RuntimeError(f"no mailbox for {CANARY}@example.org")
    work_off(app)
    written = "".join(capsys.readouterr())
    assert "job.failed" in written
    assert CANARY.lower() not in written.lower()
