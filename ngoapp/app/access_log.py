"""A line for each request: which view, which answer, how long. No address, no path: both can tell who it was."""

import time

import structlog
from flask import Flask, Response, g, request

STARTED = "ngoapp_started"
QUIET = {"health.healthz", "health.readyz"}
log = structlog.get_logger()


def init_access_log(app: Flask) -> None:
    """Write the log. Probes that come every few seconds are left out."""
    app.before_request(_start)
    app.after_request(_note)


def _start() -> None:
    setattr(g, STARTED, time.perf_counter())


def _note(response: Response) -> Response:
    if request.endpoint not in QUIET:
        milliseconds = round((time.perf_counter() - g.get(STARTED, time.perf_counter())) * 1000)
        log.info(
            "request",
            view=request.endpoint,
            method=request.method,
            status=response.status_code,
            milliseconds=milliseconds,
        )
    return response
