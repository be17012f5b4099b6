"""Answers leave compressed where the browser takes that: a slow telephone should not wait for our style sheets.

Pages about a person (`no-store`) stay as they are: what is reflected in them must not be guessed from their size."""

import gzip
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from werkzeug.datastructures import Headers
from werkzeug.http import parse_accept_header

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

TEXT = ("text/", "application/javascript", "application/json", "application/atom+xml", "image/svg+xml")
LEAST = 1000  # bytes: below, the envelope costs as much as it saves
LEVEL, BEST = 5, 9
OK = "200"


class Compressed:
    """WSGI middleware. Files are compressed once and kept; there are few of them."""

    def __init__(self, app: "WSGIApplication") -> None:
        self.app = app
        self._kept: dict[tuple[str, str], bytes] = {}

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer as the app does, in fewer bytes."""
        if environ["REQUEST_METHOD"] != "GET" or not _takes_gzip(environ):
            return self.app(environ, start_response)
        answer = _Answer()
        body = self.app(environ, answer.start)
        headers = answer.headers
        if not (answer.status.startswith(OK) and _is_worth_it(headers)):
            write = start_response(answer.status, headers.to_wsgi_list())
            for part in answer.written:
                write(part)
            return body
        content = b"".join(answer.written) + _whole(body)
        packed = self._pack(environ["PATH_INFO"], headers.get("ETag", ""), content)
        headers["Content-Encoding"], headers["Content-Length"] = "gzip", str(len(packed))
        headers.add("Vary", "Accept-Encoding")
        start_response(answer.status, headers.to_wsgi_list())
        return [packed]

    def _pack(self, path: str, etag: str, content: bytes) -> bytes:
        if not (etag and path.startswith("/static/")):
            return gzip.compress(content, LEVEL, mtime=0)
        if (path, etag) not in self._kept:
            self._kept[path, etag] = gzip.compress(content, BEST, mtime=0)
        return self._kept[path, etag]


class _Answer:
    """What the app would have said first."""

    def __init__(self) -> None:
        self.status, self.headers = "", Headers()
        self.written: list[bytes] = []

    def start(
        self, status: str, headers: list[tuple[str, str]], _exc_info: object = None
    ) -> Callable[[bytes], None]:
        """Keep status and headers, and what is written before the body is returned, as WSGI allows (PEP 3333)."""
        self.status, self.headers = status, Headers(headers)
        return self.written.append


def _takes_gzip(environ: "WSGIEnvironment") -> bool:
    return parse_accept_header(environ.get("HTTP_ACCEPT_ENCODING"))["gzip"] > 0


def _is_worth_it(headers: Headers) -> bool:
    plain = "Content-Encoding" not in headers and "no-store" not in headers.get("Cache-Control", "")
    is_text = headers.get("Content-Type", "").startswith(TEXT)
    return plain and is_text and int(headers.get("Content-Length", LEAST)) >= LEAST


def _whole(body: Iterable[bytes]) -> bytes:
    try:
        return b"".join(body)
    finally:
        if close := getattr(body, "close", None):
            close()
