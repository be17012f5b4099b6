"""Guessing is limited, also for who guesses many times at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from flask import Flask
from sqlalchemy.orm import Session

from ngoapp.accounts.tries import ACCOUNT, HERE, count_try, forget_failures, take_back
from ngoapp.core import clock
from ngoapp.core.db import transaction


def tried(address: str = "127.0.0.1") -> int | None:
    """A try, counted."""
    with transaction():
        return count_try("ines@example.org", address, secret="a key")


def test_of_many_guesses_at_once_no_more_are_let_through_than_one_after_the_other(
    app: Flask, db: Session
) -> None:
    def guess(_number: int) -> bool:
        with app.app_context():
            return tried() is not None

    with ThreadPoolExecutor(12) as pool:
        assert sum(pool.map(guess, range(36))) == HERE


def test_tries_elsewhere_lock_nobody_out_at_their_own_desk_unless_there_are_very_many(db: Session) -> None:
    for number in range(ACCOUNT - 1):
        assert tried(f"10.0.0.{number}")
    assert tried()
    assert tried() is None


def test_waiting_or_getting_it_right_starts_the_count_afresh(db: Session) -> None:
    for _ in range(HERE):
        tried()
    assert tried() is None
    with clock.at(clock.now() + timedelta(minutes=16)):
        assert tried()
    with transaction():
        forget_failures("ines@example.org", "127.0.0.1", secret="a key")
    assert tried()


def test_what_was_no_try_is_taken_back(db: Session) -> None:
    for _ in range(HERE * 2):
        try_id = tried()
        assert try_id
        with transaction():
            take_back(try_id)
