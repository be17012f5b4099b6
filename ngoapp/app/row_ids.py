"""Ids in addresses: only numbers that a row can have, or the page is simply not there."""

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

from ngoapp.core.db import HIGHEST_ID


class RowId(IntegerConverter):
    """`<int:…>`, up to what both databases and every browser can hold."""

    def __init__(self, map: Map) -> None:
        super().__init__(map, max=HIGHEST_ID)


def init_row_ids(app: Flask) -> None:
    """Have every `<int:…>` read this way; called before the blueprints are registered."""
    app.url_map.converters["int"] = RowId
