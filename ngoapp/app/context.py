"""What every page may show without its view asking for it."""

from flask import Flask

from ngoapp.organisation.queries import find_organisation


def init_context(app: Flask) -> None:
    """Give templates the organisation. Pages of failures do without, so each value is fetched when used."""

    @app.context_processor
    def organisation() -> dict[str, object]:
        return {"organisation": find_organisation()}
