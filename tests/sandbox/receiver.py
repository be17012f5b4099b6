"""A webhook endpoint that keeps what it gets and answers as it is told."""

import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import stripe

SECRET = "whsec_of_the_tests"
PATIENCE_SECONDS = 10


class Receiver:
    """Listens on a free port; `answers` are given in turn, then 200 for ever."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self.signatures: list[str] = []
        self.answers: list[int] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/webhooks/stripe"

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(body) for body in self.bodies]

    @property
    def types(self) -> list[str]:
        return [event["type"] for event in self.events]

    def wait_for(self, *types: str) -> list[dict[str, Any]]:
        """Wait until an event of each type has come."""
        wait_until(lambda: set(types) <= set(self.types), lambda: f"got only {self.types}")
        return self.events

    def wait_for_count(self, count: int) -> list[dict[str, Any]]:
        wait_until(lambda: len(self.bodies) >= count, lambda: f"got only {self.types}")
        return self.events

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                signature = self.headers["Stripe-Signature"]
                stripe.WebhookSignature.verify_header(body, signature, SECRET, tolerance=300)
                answer = receiver.answers.pop(0) if receiver.answers else 200
                receiver.signatures.append(signature)
                receiver.bodies.append(body)
                self.send_response(answer)
                self.end_headers()

            def log_message(self, format: str, *args: Any) -> None:
                pass

        return Handler


def wait_until(true: Callable[[], bool], else_say: Callable[[], str] = lambda: "it did not happen") -> None:
    """Wait for what another thread will do."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not true():
        if time.monotonic() > deadline:
            raise AssertionError(else_say())
        time.sleep(0.01)
