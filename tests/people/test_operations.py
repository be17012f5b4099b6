"""Finding and making people."""

import time
from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from sqlalchemy.orm import Session

from ngoapp.core.db import transaction
from tests.people.factories import make_person


def made_elsewhere(app: Flask) -> int:
    """The same donor, found or made in another transaction."""
    with app.app_context(), transaction():
        return make_person("ANA RUIZ", "ana@example.org").id


def test_two_gifts_of_a_new_donor_at_once_make_one_person(app: Flask, db: Session) -> None:
    with ThreadPoolExecutor(1) as pool:
        with transaction():
            first = make_person("Ana Ruiz", "ana@example.org").id
            second = pool.submit(made_elsewhere, app)
            time.sleep(0.3)  # long enough for the other to look while nothing is committed
        assert second.result() == first
