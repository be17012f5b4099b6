"""Idempotency keys, as Stripe honours them: one key, one action, one answer."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256

from ngoapp.sandbox.state.errors import KeyInUse, KeyReused, ParameterInvalid, StripeError, status_of
from ngoapp.sandbox.state.objects import Json
from ngoapp.sandbox.state.store import Store

LONGEST = 255


@dataclass(frozen=True)
class Reply:
    """An answer: new, or one that the same key got before."""

    status: int
    body: Json
    request_id: str
    replayed: bool = False


@dataclass(frozen=True)
class Attempt:
    """One request under an idempotency key."""

    key: str
    endpoint: str
    params: Json
    request_id: str

    @property
    def fingerprint(self) -> str:
        """What has to be equal for two attempts to be the same request."""
        return sha256(json.dumps(self.params, sort_keys=True).encode()).hexdigest()


class Idempotency:
    """The keys that were used, kept in the store, and those whose answer is still being made."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._in_use: set[str] = set()

    @contextmanager
    def claim(self, key: str | None) -> Iterator[None]:
        """Hold a key until it is answered. Raises KeyInUse for a second request meanwhile."""
        if key is None:
            yield
            return
        if len(key) > LONGEST:
            raise ParameterInvalid(f"Idempotency keys can be at most {LONGEST} characters long.")
        with self._lock:
            if key in self._in_use:
                raise KeyInUse(key)
            self._in_use.add(key)
        try:
            yield
        finally:
            with self._lock:
                self._in_use.discard(key)

    def once(self, attempt: Attempt, act: Callable[[], Json]) -> Reply:
        """Act once for a claimed key; later the same answer again, or KeyReused for another request."""
        earlier = self._earlier(attempt)
        if earlier:
            return earlier
        try:
            with self._store.transaction():
                answer = act()
                return self._remember(attempt, status_of(answer), answer)
        except StripeError as refusal:
            if not refusal.stored:
                raise
            return self._remember(attempt, refusal.status, refusal.body())

    def _earlier(self, attempt: Attempt) -> Reply | None:
        with self._store.transaction() as db:
            row = db.execute("SELECT * FROM idempotency WHERE key = ?", (attempt.key,)).fetchone()
        if row is None:
            return None
        if row["endpoint"] != attempt.endpoint or row["fingerprint"] != attempt.fingerprint:
            what = "endpoint" if row["endpoint"] != attempt.endpoint else "parameters"
            raise KeyReused(
                f"Keys for idempotent requests can only be used with the same {what} they were first used with."
                f" Try using a key other than '{attempt.key}' if you meant to execute a different request."
            )
        return Reply(row["status"], json.loads(row["body"]), row["request_id"], replayed=True)

    def _remember(self, attempt: Attempt, status: int, body: Json) -> Reply:
        row = (
            attempt.key,
            attempt.endpoint,
            attempt.fingerprint,
            status,
            json.dumps(body),
            attempt.request_id,
        )
        with self._store.transaction() as db:
            db.execute("INSERT INTO idempotency VALUES (?, ?, ?, ?, ?, ?)", row)
        return Reply(status, body, attempt.request_id)
