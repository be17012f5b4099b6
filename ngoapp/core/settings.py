"""What the operator decides: read once from the environment, checked, frozen.

`docs/settings.md` lists every name; a test keeps it complete."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

from ngoapp.core.secret_file import kept_secret

DEMO_STRIPE_KEY = "sk_test_ngoapp_sandbox"
DEMO_WEBHOOK_SECRET = "whsec_ngoapp_sandbox"  # noqa: S105 - public on purpose: it opens the sandbox only
STRIPE_API = "https://api.stripe.com"
SHORTEST_SECRET = 32

NAMES = {
    "NGOAPP_MODE": "`demo` (default) or `production`",
    "NGOAPP_DATA_DIR": "folder for the SQLite files and the demo password; default `instance/`",
    "NGOAPP_DATABASE_URL": "SQLAlchemy address of the database; default SQLite in the data directory",
    "NGOAPP_QUEUE_URL": "where jobs queue: `sqlite:///path`, `postgresql://…` or `redis://…`",
    "NGOAPP_SECRET_KEY": "signs cookies and links; 32 characters or more; made by itself in demo mode",
    "NGOAPP_BASE_URL": "address under which people reach the site; links in mail start with it",
    "NGOAPP_STRIPE_SECRET_KEY": "Stripe's secret or restricted key",
    "NGOAPP_STRIPE_WEBHOOK_SECRET": "the signing secret of the webhook endpoint `/webhooks/stripe`",
    "NGOAPP_STRIPE_API_BASE": "address of Stripe's API; default Stripe, in demo mode the sandbox",
    "NGOAPP_SMTP_URL": "`smtp://user:password@host:587` (STARTTLS) or `smtps://…:465`; demo: the sandbox",
    "NGOAPP_BOUNCES_URL": "mailbox that undeliverable mail comes back to: `mbox:///path`, `maildir:///path` or"
    " `imaps://user:password@host/INBOX`; demo: a file of the sandbox; without it nobody notices",
    "NGOAPP_TRUSTED_PROXIES": "how many proxies stand in front and set X-Forwarded-*; default 0",
    "NGOAPP_GUARD": "`on` (default) or, in demo mode, `off`: load tests may send forms as machines do",
    "NGOAPP_JOB_LEASE_SECONDS": "after how long a job whose worker died is taken up again; default 120",
    "PORT": "port of the web server; default 8000",
    "SANDBOX_PORT": "port of the sandbox, demo mode only; default 8001",
    "SANDBOX_SMTP_PORT": "port on which the sandbox takes mail; default one above SANDBOX_PORT",
}


class BadSetting(Exception):
    """A setting is missing or wrong; the sentence says which and what to do."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Every setting, checked. Secrets are left out of the representation by `__repr__`."""

    mode: str
    data_dir: Path
    database_url: str
    queue_url: str
    secret_key: str
    base_url: str
    stripe_secret_key: str
    stripe_webhook_secret: str
    stripe_api_base: str
    smtp_url: str
    bounces_url: str
    trusted_proxies: int
    guards_gifts: bool
    job_lease_seconds: int
    port: int
    sandbox_port: int
    sandbox_smtp_port: int

    def __repr__(self) -> str:
        return f"Settings(mode={self.mode!r}, base_url={self.base_url!r})"

    @property
    def demo(self) -> bool:
        """Whether this is a try-out with invented data and the sandbox."""
        return self.mode == "demo"

    @property
    def hosts(self) -> list[str]:
        """Host names that requests may carry."""
        own = urlsplit(self.base_url).hostname or ""
        return [own, "localhost", "127.0.0.1"] if self.demo else [own]

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> "Settings":
        """Read and check the environment. Raises BadSetting with a sentence for the operator."""
        mode = environ.get("NGOAPP_MODE", "demo")
        if mode not in {"demo", "production"}:
            raise BadSetting(f"NGOAPP_MODE is “{mode}”: write demo or production.")
        data_dir = Path(environ.get("NGOAPP_DATA_DIR") or "instance").absolute()
        port = _whole(environ, "PORT", 8000)
        sandbox_port = _whole(environ, "SANDBOX_PORT", 8001)
        smtp_port = _whole(environ, "SANDBOX_SMTP_PORT", sandbox_port + 1)
        given = {**_fallbacks(mode, data_dir, port, sandbox_port, smtp_port), **_set(environ)}
        settings = cls(
            mode=mode,
            data_dir=data_dir,
            database_url=_driver(given["NGOAPP_DATABASE_URL"]),
            queue_url=given["NGOAPP_QUEUE_URL"],
            secret_key=_secret(given, data_dir, mode),
            base_url=given.get("NGOAPP_BASE_URL", "").rstrip("/"),
            stripe_secret_key=given.get("NGOAPP_STRIPE_SECRET_KEY", ""),
            stripe_webhook_secret=given.get("NGOAPP_STRIPE_WEBHOOK_SECRET", ""),
            stripe_api_base=given["NGOAPP_STRIPE_API_BASE"],
            smtp_url=given.get("NGOAPP_SMTP_URL", ""),
            bounces_url=given.get("NGOAPP_BOUNCES_URL", ""),
            trusted_proxies=_whole(environ, "NGOAPP_TRUSTED_PROXIES", 0),
            guards_gifts=_guard(environ, mode),
            job_lease_seconds=_whole(environ, "NGOAPP_JOB_LEASE_SECONDS", 120),
            port=port,
            sandbox_port=sandbox_port,
            sandbox_smtp_port=smtp_port,
        )
        _check_addresses(settings)
        if not settings.demo:
            _check_production(settings)
        return settings


def _set(environ: Mapping[str, str]) -> dict[str, str]:
    return {name: environ[name].strip() for name in NAMES if environ.get(name, "").strip()}


def _fallbacks(mode: str, data_dir: Path, port: int, sandbox_port: int, smtp_port: int) -> dict[str, str]:
    shared = {
        "NGOAPP_DATABASE_URL": f"sqlite:///{data_dir / 'ngoapp.sqlite3'}",
        "NGOAPP_QUEUE_URL": f"sqlite:///{data_dir / 'queue.sqlite3'}",
        "NGOAPP_STRIPE_API_BASE": STRIPE_API,
    }
    if mode == "production":
        return shared
    return shared | {
        "NGOAPP_BASE_URL": f"http://127.0.0.1:{port}",
        "NGOAPP_STRIPE_API_BASE": f"http://127.0.0.1:{sandbox_port}",
        "NGOAPP_STRIPE_SECRET_KEY": DEMO_STRIPE_KEY,
        "NGOAPP_STRIPE_WEBHOOK_SECRET": DEMO_WEBHOOK_SECRET,
        "NGOAPP_SMTP_URL": f"smtp://127.0.0.1:{smtp_port}",
        "NGOAPP_BOUNCES_URL": f"mbox://{quote(str(data_dir / 'bounces.mbox'))}",
    }


def _driver(url: str) -> str:
    # Operators write the plain scheme that every provider hands out; we speak psycopg 3.
    for plain in ("postgresql://", "postgres://"):
        if url.startswith(plain):
            return "postgresql+psycopg://" + url.removeprefix(plain)
    return url


def _secret(given: Mapping[str, str], data_dir: Path, mode: str) -> str:
    if "NGOAPP_SECRET_KEY" in given:
        return given["NGOAPP_SECRET_KEY"]
    return kept_secret(data_dir / "secret-key") if mode == "demo" else ""


def _whole(environ: Mapping[str, str], name: str, fallback: int) -> int:
    text = environ.get(name, "").strip() or str(fallback)
    if not (text.isascii() and text.isdigit()) or int(text) > 65535:
        raise BadSetting(f"{name} is “{text}”: write a whole number from 0 to 65535.")
    return int(text)


def _guard(environ: Mapping[str, str], mode: str) -> bool:
    chosen = environ.get("NGOAPP_GUARD", "").strip() or "on"
    if chosen not in {"on", "off"}:
        raise BadSetting(f"NGOAPP_GUARD is “{chosen}”: write on or off.")
    if chosen == "off" and mode == "production":
        raise BadSetting("NGOAPP_GUARD must be on in production: it keeps thieves from trying cards.")
    return chosen == "on"


def _check_addresses(settings: Settings) -> None:
    if urlsplit(settings.base_url).scheme not in {"http", "https"}:
        raise BadSetting("NGOAPP_BASE_URL is missing: write the site's address, such as https://example.org.")
    if urlsplit(settings.smtp_url).scheme not in {"smtp", "smtps"}:
        raise BadSetting("NGOAPP_SMTP_URL is missing: write smtp://user:password@host:587.")
    _check_mailbox(settings.bounces_url)


def _check_mailbox(url: str) -> None:
    parts = urlsplit(url)
    files = parts.scheme in {"mbox", "maildir"} and len(parts.path) > 1 and not parts.netloc
    servers = parts.scheme in {"imap", "imaps"} and parts.hostname and parts.username
    if url and not (files or servers):
        raise BadSetting(
            "NGOAPP_BOUNCES_URL must be mbox:///path, maildir:///path or imaps://user:password@host/INBOX."
        )
    if parts.scheme == "imap" and parts.hostname not in {"localhost", "127.0.0.1", "::1"}:
        raise BadSetting("NGOAPP_BOUNCES_URL must start with imaps://, or the password travels readable.")


def _check_production(settings: Settings) -> None:
    if len(settings.secret_key) < SHORTEST_SECRET:
        raise BadSetting(f"NGOAPP_SECRET_KEY is missing or short: give {SHORTEST_SECRET} random characters.")
    if len(set(settings.secret_key)) < 10:
        raise BadSetting("NGOAPP_SECRET_KEY is easy to guess: give 32 random characters.")
    if urlsplit(settings.base_url).scheme != "https":
        raise BadSetting("NGOAPP_BASE_URL must start with https:// in production.")
    if not settings.stripe_secret_key.startswith(("sk_live_", "rk_live_")):
        raise BadSetting(
            "NGOAPP_STRIPE_SECRET_KEY must be a live key (sk_live_… or rk_live_…) in production."
        )
    if not settings.stripe_webhook_secret.startswith("whsec_"):
        raise BadSetting(
            "NGOAPP_STRIPE_WEBHOOK_SECRET is missing: copy it from the webhook's page at Stripe."
        )
    if settings.stripe_webhook_secret == DEMO_WEBHOOK_SECRET:
        raise BadSetting("NGOAPP_STRIPE_WEBHOOK_SECRET is the sandbox's: copy yours from Stripe.")
    if settings.stripe_api_base != STRIPE_API:
        raise BadSetting("NGOAPP_STRIPE_API_BASE must be left out in production.")
