"""Files that a browser saves."""

from io import BytesIO

from flask import Response, send_file


def pdf_download(content: bytes, name: str) -> Response:
    """A PDF that the browser saves under this name."""
    return send_file(
        BytesIO(content), mimetype="application/pdf", as_attachment=True, download_name=f"{name}.pdf"
    )
