"""One signed POST to a webhook endpoint."""

import hmac
import http.client
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

TIMEOUT_SECONDS = 10


@dataclass(frozen=True)
class Outcome:
    """What the endpoint answered, or why it did not."""

    status: int | None
    error: str | None = None

    @property
    def accepted(self) -> bool:
        """Stripe takes any 2xx for an acknowledgement, and nothing else."""
        return self.status is not None and 200 <= self.status < 300


def sign(body: bytes, secret: str, at: int) -> str:
    """The Stripe-Signature header for these bytes at this second."""
    signature = hmac.digest(secret.encode(), b"%d." % at + body, "sha256").hex()
    return f"t={at},v1={signature}"


def post(url: str, body: bytes, secret: str) -> Outcome:
    """Post the bytes once and wait for the answer; redirects are not followed."""
    parts = urlsplit(url)
    connect = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Stripe-Signature": sign(body, secret, int(time.time())),
        "User-Agent": "Stripe/1.0 (sandbox)",
    }
    connection = None
    try:
        connection = connect(parts.hostname or "", parts.port, timeout=TIMEOUT_SECONDS)
        target = parts.path or "/"
        connection.request("POST", f"{target}?{parts.query}" if parts.query else target, body, headers)
        return Outcome(connection.getresponse().status)
    except (OSError, ValueError, http.client.HTTPException) as problem:
        return Outcome(None, str(problem) or type(problem).__name__)
    finally:
        if connection:
            connection.close()
