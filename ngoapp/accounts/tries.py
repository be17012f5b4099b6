"""How often a password or code may be tried: enough for tired hands, too little for guessing.

Rows, not memory, so that it holds across all processes. A limit ends by itself after a quarter of an hour,
and tries made elsewhere do not lock somebody out at their own desk unless there are very many."""

import hashlib
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, func, select

from ngoapp.accounts.models import FailedTry
from ngoapp.core import clock
from ngoapp.core.db import one_at_a_time, save, session

WINDOW = timedelta(minutes=15)
KEPT = timedelta(days=1)
HERE = 10  # for one account from one address
ACCOUNT = 60  # for one account from anywhere
ADDRESS = 60  # from one address, which may be a whole office


def count_try(account: str, address: str, *, secret: str, anywhere: int = ACCOUNT) -> int | None:
    """Count a try before it is made, so that many at once are counted too; None when it is time to wait.

    `anywhere` is the limit for the account from all addresses together. Returns the try's id, for `take_back`."""
    account, address, moment = _hash(account, secret), _hash(address, secret), clock.now()
    one_at_a_time(f"tries:{account}")
    of_account, at_address = FailedTry.account == account, FailedTry.address == address
    session.execute(delete(FailedTry).where(FailedTry.at < moment - KEPT))
    if (
        _count(of_account, at_address) >= HERE
        or _count(of_account) >= anywhere
        or _count(at_address) >= ADDRESS
    ):
        return None
    return save(FailedTry(account=account, address=address, at=moment)).id


def take_back(try_id: int) -> None:
    """It was no try at all: something else about the form did not fit."""
    session.execute(delete(FailedTry).where(FailedTry.id == try_id))


def forget_failures(account: str, address: str, *, secret: str) -> bool:
    """It fitted in the end: start counting afresh here. Returns whether there was anything to forget."""
    forgotten = delete(FailedTry).where(
        FailedTry.account == _hash(account, secret), FailedTry.address == _hash(address, secret)
    )
    return session.execute(forgotten.returning(FailedTry.id)).first() is not None


def _count(*which: ColumnElement[bool]) -> int:
    recent = FailedTry.at > clock.now() - WINDOW
    return session.scalar(select(func.count()).select_from(FailedTry).where(recent, *which)) or 0


def _hash(text: str, secret: str) -> str:
    key = hashlib.sha256(secret.encode()).digest()
    return hashlib.blake2b(text.strip().casefold().encode(), key=key, digest_size=32).hexdigest()
