"""Where templates, static files and migrations lie: beside the package in a checkout, inside it in a wheel."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent


def _folder(name: str) -> Path:
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name


def templates_folder() -> Path:
    """Where the templates lie."""
    return _folder("templates")


def static_folder() -> Path:
    """Where style sheets, scripts, fonts and pictures lie."""
    return _folder("static")


def migrations_folder() -> Path:
    """Where the migrations lie."""
    return _folder("migrations")
