"""Settings: read once, checked, and wrong ones named in a sentence."""

import dataclasses
import re
import stat
from pathlib import Path

import pytest

from ngoapp.core.secret_file import kept_secret
from ngoapp.core.settings import DEMO_WEBHOOK_SECRET, NAMES, BadSetting, Settings

PRODUCTION = {
    "NGOAPP_MODE": "production",
    "NGOAPP_SECRET_KEY": "uV3nQ8xL2mT7pZ5cR9wK4jH6bF1dS0gA",
    "NGOAPP_BASE_URL": "https://desk.example.org",
    "NGOAPP_STRIPE_SECRET_KEY": "rk_live_1",
    "NGOAPP_STRIPE_WEBHOOK_SECRET": "whsec_1",
    "NGOAPP_SMTP_URL": "smtp://mail.example.org:587",
}


def read(tmp_path: Path, **environ: str) -> Settings:
    """Settings in a data folder of the test's own."""
    return Settings.from_environ({"NGOAPP_DATA_DIR": str(tmp_path), **environ})


def test_demo_mode_needs_nothing_and_talks_to_its_own_sandbox(tmp_path: Path) -> None:
    settings = read(tmp_path, PORT="9000", SANDBOX_PORT="9100")
    assert settings.base_url == "http://127.0.0.1:9000"
    assert settings.stripe_api_base == "http://127.0.0.1:9100"
    assert settings.smtp_url == "smtp://127.0.0.1:9101"
    assert settings.database_url == f"sqlite:///{tmp_path}/ngoapp.sqlite3"


def test_settings_cannot_be_changed_and_do_not_show_their_secrets(tmp_path: Path) -> None:
    settings = read(tmp_path)
    with pytest.raises(dataclasses.FrozenInstanceError):
        settings.port = 1  # type: ignore[misc]  # this is what must fail
    assert settings.secret_key not in repr(settings)


def test_production_starts_with_everything_given(tmp_path: Path) -> None:
    settings = read(tmp_path, **PRODUCTION, NGOAPP_DATABASE_URL="postgres://desk@db/desk")
    assert settings.database_url == "postgresql+psycopg://desk@db/desk"
    assert settings.hosts == ["desk.example.org"]


@pytest.mark.parametrize(
    "url",
    [
        "mbox:///var/mail/desk",
        "maildir:///home/desk/Maildir",
        "imaps://desk%40example.org:a%2Fb@mail.example.org/INBOX",
        "imap://desk:secret@127.0.0.1:1143/INBOX",
    ],
)
def test_mail_that_came_back_is_read_from_a_file_or_over_a_line_that_nobody_else_reads(
    tmp_path: Path, url: str
) -> None:
    assert read(tmp_path, **PRODUCTION, NGOAPP_BOUNCES_URL=url).bounces_url == url


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NGOAPP_SECRET_KEY", ""),
        ("NGOAPP_SECRET_KEY", "short"),
        ("NGOAPP_SECRET_KEY", "a" * 40),
        ("NGOAPP_BASE_URL", ""),
        ("NGOAPP_BASE_URL", "http://desk.example.org"),
        ("NGOAPP_STRIPE_SECRET_KEY", ""),
        ("NGOAPP_STRIPE_SECRET_KEY", "sk_test_1"),
        ("NGOAPP_STRIPE_WEBHOOK_SECRET", ""),
        ("NGOAPP_STRIPE_WEBHOOK_SECRET", DEMO_WEBHOOK_SECRET),
        ("NGOAPP_STRIPE_API_BASE", "http://127.0.0.1:8001"),
        ("NGOAPP_SMTP_URL", ""),
        ("NGOAPP_BOUNCES_URL", "mail.example.org"),
        ("NGOAPP_BOUNCES_URL", "mbox://relative/path"),
        ("NGOAPP_BOUNCES_URL", "imaps://mail.example.org/INBOX"),
        ("NGOAPP_BOUNCES_URL", "imap://desk:secret@mail.example.org/INBOX"),
        ("NGOAPP_MODE", "live"),
        ("PORT", "eighty"),
        ("PORT", "99999"),
    ],
)
def test_production_refuses_to_start_on_a_missing_default_or_test_mode_value(
    tmp_path: Path, name: str, value: str
) -> None:
    with pytest.raises(BadSetting, match=name):
        read(tmp_path, **{**PRODUCTION, name: value})


def test_a_secret_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "new" / "secret"
    assert kept_secret(path) == kept_secret(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_every_setting_is_documented() -> None:
    page = Path("docs/settings.md").read_text()
    assert set(re.findall(r"^\| `([A-Z_]+)`", page, re.MULTILINE)) == set(NAMES)
