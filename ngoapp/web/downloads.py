"""Files that a browser saves."""

from io import BytesIO

from flask import Response, send_file


def pdf_download(content: bytes, name: str) -> Response:
    """A PDF that the browser saves under this name."""
    return send_file(
        BytesIO(content), mimetype="application/pdf", as_attachment=True, download_name=f"{name}.pdf"
    )


def csv_download(table: str, name: str) -> Response:
    """A table, as `core.spreadsheets` wrote it, that the browser saves under this name."""
    return send_file(
        BytesIO(table.encode()),
        mimetype="text/csv; charset=utf-8",
        as_attachment=True,
        download_name=f"{name}.csv",
    )
