"""The Flask factory: puts the floors together."""

from flask import Flask
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from ngoapp.accounts.security import init_security
from ngoapp.adapters.mailbox import init_mailbox
from ngoapp.adapters.smtp import init_smtp
from ngoapp.adapters.stripe_api import init_stripe
from ngoapp.app.access_log import init_access_log
from ngoapp.app.blueprints import register_blueprints
from ngoapp.app.compression import Compressed
from ngoapp.app.context import init_context
from ngoapp.app.row_ids import init_row_ids
from ngoapp.app.static import init_static_versions
from ngoapp.app.tables import TABLES
from ngoapp.core.db import init_database
from ngoapp.core.logs import configure_logs
from ngoapp.core.paths import static_folder, templates_folder
from ngoapp.core.queue import init_queue
from ngoapp.core.settings import Settings
from ngoapp.web.errors import init_errors
from ngoapp.web.filters import init_filters
from ngoapp.web.headers import init_headers
from ngoapp.web.kept import init_kept
from ngoapp.web.proof import COST

__all__ = ["TABLES", "create_app"]
LARGEST_FORM = 25 * 1024 * 1024  # bytes: the PDF of a packet is the largest thing that is sent to us
YEAR = 365 * 24 * 3600
STRIPES_PAGES = "https://checkout.stripe.com https://billing.stripe.com"


def create_app(settings: Settings) -> Flask:
    """The whole application, ready to serve, for these settings."""
    configure_logs()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    app = Flask("ngoapp", template_folder=str(templates_folder()), static_folder=str(static_folder()))
    app.config.from_mapping(_config(settings))
    app.extensions["ngoapp.settings"] = settings
    init_database(app)
    init_queue(app, settings)
    init_smtp(app, settings.smtp_url)
    init_mailbox(app, settings.bounces_url)
    init_stripe(app, settings)
    CSRFProtect(app)
    init_security(app)
    if not settings.demo:
        init_access_log(app)  # in a try-out it would push the addresses off the screen
    init_errors(app)
    init_filters(app)
    init_kept(app)
    init_headers(app, checkout=settings.stripe_api_base if settings.demo else STRIPES_PAGES)
    init_static_versions(app)
    init_context(app)
    init_row_ids(app)
    register_blueprints(app)
    _wrap(app, settings)
    return app


def _config(settings: Settings) -> dict[str, object]:
    secure = settings.base_url.startswith("https://")
    return {
        "SECRET_KEY": settings.secret_key,
        "BASE_URL": settings.base_url,
        "DEMO": settings.demo,
        "GUARDS_GIFTS": settings.guards_gifts,
        "PROOF_COST": COST,
        "TRUSTED_HOSTS": settings.hosts,
        "PREFERRED_URL_SCHEME": "https" if secure else "http",
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "MAX_CONTENT_LENGTH": LARGEST_FORM,
        "SESSION_COOKIE_NAME": "__Host-ngoapp" if secure else "ngoapp",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_TIME_LIMIT": None,  # a form may lie open all night
        "WTF_CSRF_SSL_STRICT": False,  # pages with secrets in their address send no referrer to check
    }


def _wrap(app: Flask, settings: Settings) -> None:
    whitenoise = WhiteNoise(app.wsgi_app, root=static_folder(), prefix="static/", max_age=YEAR)
    app.wsgi_app = Compressed(whitenoise)  # type: ignore[method-assign]  # how middleware is put around Flask
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
