"""Two at once: the database decides, not who looked first."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask

from ngoapp.accounts.models import User
from ngoapp.accounts.operations import LastAdministrator, change_roles
from ngoapp.accounts.queries import count_administrators
from ngoapp.core.db import found, locked, transaction
from tests.accounts.factories import saved_staff


def at_once(app: Flask, *deeds):
    """What each of the deeds gave, done in threads that start together."""
    start = Barrier(len(deeds))

    def do(deed):
        with app.app_context():
            start.wait()
            return deed()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(do, deeds))


@pytest.mark.parametrize("_time", range(3))
def test_two_administrators_who_demote_each_other_leave_one(app, _time):
    with app.app_context():
        ids = [saved_staff().id, saved_staff().id]

    def demote(user_id):
        try:
            with transaction():
                change_roles(locked(User, user_id), ["auditor"])
        except LastAdministrator:
            return "refused"
        return "demoted"

    results = at_once(app, lambda: demote(ids[0]), lambda: demote(ids[1]))
    assert sorted(results) == ["demoted", "refused"]
    with app.app_context():
        assert count_administrators() == 1


def test_a_code_sent_twice_at_the_same_moment_is_accepted_once(app):
    factory = app.extensions["security"].totp_factory
    secret = factory.generate_totp_secret()
    code = factory.generate_totp_password(secret)
    with app.app_context():
        user_id = saved_staff("finance").id

    def verify():
        return factory.verify_totp(code, secret, found(User, user_id), window=30)

    assert sorted(at_once(app, verify, verify, verify)) == [False, False, True]


def test_a_recovery_code_sent_twice_at_the_same_moment_is_accepted_once(app):
    codes = app.extensions["security"].mf_recovery_codes_util
    with app.test_request_context():
        user = saved_staff("finance")
        user_id, code = user.id, codes.create_recovery_codes(user)[0]
        app.extensions["security"].datastore.commit()

    def check():
        return codes.check_recovery_code(found(User, user_id), code)

    assert sorted(at_once(app, check, check)) == [False, True]
