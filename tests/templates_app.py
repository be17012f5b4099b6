"""A small app around the templates, for tests that need no database."""

from pathlib import Path

from flask import Flask
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined

ROOT = Path(__file__).parent.parent


def templates_app() -> Flask:
    """Serves the templates and nothing else; a name that they take for granted is an error."""
    app = Flask("ngoapp", root_path=str(ROOT), template_folder="templates", static_folder="static")
    app.secret_key = "a-key-for-tests-only"
    app.jinja_env.undefined = StrictUndefined
    CSRFProtect(app)
    return app
