"""No staff page without a guard."""

import pytest
from flask import Flask
from werkzeug.routing import Rule

from ngoapp.accounts.guards import is_guarded, staff_required
from ngoapp.app import create_app

pytestmark = pytest.mark.once


def unguarded(app: Flask) -> list[str]:
    return [rule.rule for rule in app.url_map.iter_rules() if _for_staff(rule) and not _guarded(app, rule)]


def _for_staff(rule: Rule) -> bool:
    return rule.rule == "/staff" or rule.rule.startswith("/staff/")


def _guarded(app: Flask, rule: Rule) -> bool:
    return is_guarded(app.view_functions[rule.endpoint])


def test_every_staff_view_has_a_guard_or_says_why_it_is_open(app):
    assert unguarded(app) == []


def test_a_staff_view_without_a_guard_would_be_found(settings):
    app = create_app(settings)
    app.add_url_rule("/staff/forgotten", view_func=lambda: "secret", endpoint="forgotten")
    assert unguarded(app) == ["/staff/forgotten"]


def test_a_guard_cannot_name_a_permission_that_does_not_exist():
    with pytest.raises(ValueError, match="no permission is called gifts:steal"):
        staff_required("gifts:steal")
