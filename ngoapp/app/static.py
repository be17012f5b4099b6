"""Addresses of static files carry a hash of the content, so that browsers may keep them for a year."""

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, request


@cache
def _version(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10] if path.is_file() else ""


def init_static_versions(app: Flask) -> None:
    """Let `url_for("static", …)` add the version, and templates keep what it answered."""
    folder = Path(app.static_folder or "")

    @app.url_defaults
    def add_version(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static" and "v" not in values:
            values["v"] = _version(folder / values["filename"])

    app.jinja_env.globals["url_for"] = _keeping_static_addresses(app)


def _keeping_static_addresses(app: Flask) -> Callable[..., str]:
    """`url_for` for templates. A page names some twenty static files, whose addresses never change."""
    kept: dict[object, str] = {}

    def url_for(endpoint: str, **values: Any) -> str:
        if endpoint != "static" or values.keys() != {"filename"} or request.script_root:
            return app.url_for(endpoint, **values)
        name = values["filename"]
        if name not in kept:
            kept[name] = app.url_for(endpoint, filename=name)
        return kept[name]

    return url_for
