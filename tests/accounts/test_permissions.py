"""Roles as promised, and the page that lists them."""

import re
from pathlib import Path

import pytest

from ngoapp.accounts.permissions import ADMINISTRATOR, OWN_ACCOUNT, PERMISSIONS, ROLES

pytestmark = pytest.mark.once
PAGE = Path(__file__).parents[2] / "docs" / "permissions.md"


def documented():
    """Role -> permissions, as the table of the page has them."""
    rows = [line for line in PAGE.read_text().splitlines() if line.startswith("|")]
    header, _rule, *rest = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    table: dict[str, set[str]] = {role: set() for role in header[2:]}
    for name, _meaning, *marks in rest:
        for role, mark in zip(header[2:], marks, strict=True):
            if mark == "yes":
                table[role].add(name.strip("`"))
    return table


def test_the_page_lists_every_role_with_exactly_its_permissions():
    assert documented() == {name: set(role.permissions) for name, role in ROLES.items()}


def test_the_page_says_what_every_permission_lets_one_do():
    for name, meaning in PERMISSIONS.items():
        assert re.search(rf"^\| `{name}` \| {re.escape(meaning)} \|", PAGE.read_text(), re.MULTILINE)


def test_every_permission_belongs_to_a_role_and_the_administrator_has_all():
    assert ROLES[ADMINISTRATOR].permissions == set(PERMISSIONS)


def test_every_role_can_look_after_its_own_account():
    assert all(OWN_ACCOUNT in role.permissions for role in ROLES.values())


def test_requests_for_packets_are_seen_by_the_packet_desk_and_the_administrator_alone():
    seeing = {name for name, role in ROLES.items() if any(p.startswith("packets:") for p in role.permissions)}
    assert seeing == {ADMINISTRATOR, "packet desk"}


def test_the_auditor_changes_nothing():
    assert all(permission.endswith(":read") for permission in ROLES["auditor"].permissions - {OWN_ACCOUNT})
