"""Who works here, and that somebody always can let others in."""

import pytest

from ngoapp.accounts.models import Role
from ngoapp.accounts.operations import (
    AlreadyStaff,
    LastAdministrator,
    RoleNeeded,
    add_staff,
    change_roles,
    deactivate,
    reactivate,
    remove_authenticator,
)
from ngoapp.accounts.queries import all_staff, count_administrators, find_staff, staff_names
from ngoapp.core import audit
from ngoapp.core.db import transaction
from tests.accounts.factories import make_staff


def test_an_address_has_one_account_however_it_is_written(db):
    make_staff(email="Zoë@Example.org")
    user = find_staff("zOË@EXAMPLE.ORG")
    assert user
    assert user.email == "Zoë@Example.org"
    with pytest.raises(AlreadyStaff, match="an account with this e-mail address already"):
        make_staff(email="ZOË@example.org")


@pytest.mark.parametrize("roles", [[], ["janitor"]])
def test_an_account_needs_a_role_that_exists(db, roles):
    with pytest.raises(RoleNeeded, match="at least one role"):
        add_staff(email="ana@example.org", name="Ana", roles=roles)


def test_roles_add_up(db):
    user = make_staff("editor", "packet desk")
    assert user.may("news:write")
    assert user.may("packets:work")
    assert not user.may("gifts:write")


def test_the_last_administrator_keeps_the_role(db):
    last = make_staff()
    with pytest.raises(LastAdministrator, match="Make somebody else an administrator first"):
        change_roles(last, ["auditor"])
    with pytest.raises(LastAdministrator):
        deactivate(last)


def test_a_closed_administrator_does_not_count(db):
    first, second = make_staff(), make_staff()
    deactivate(second)
    assert count_administrators() == 1
    with pytest.raises(LastAdministrator):
        deactivate(first)


def test_one_of_two_administrators_may_become_something_else(db):
    first, _second = make_staff(), make_staff()
    change_roles(first, ["finance", "auditor"])
    assert first.role_names == ["auditor", "finance"]
    assert db.query(Role).filter_by(user_id=first.id).count() == 2


def test_a_closed_account_opens_again_with_its_roles(db):
    user, _other = make_staff("finance"), make_staff()
    deactivate(user)
    reactivate(user)
    assert user.active
    assert user.role_names == ["finance"]


def test_without_the_telephone_an_administrator_turns_the_second_step_off(db):
    user = make_staff()
    user.tf_primary_method, user.tf_totp_secret, user.mf_recovery_codes = "authenticator", "secret", ["a"]
    remove_authenticator(user)
    assert not user.has_authenticator
    assert user.mf_recovery_codes is None


def test_what_is_done_to_accounts_is_entered_in_the_audit_without_names(db):
    with transaction():
        user = make_staff("finance", email="ines@example.org", name="Ines Okafor")
        make_staff()
        change_roles(user, ["editor"])
        deactivate(user)
    of_user = db.query(audit.AuditEntry).filter_by(subject_kind="users", subject_id=user.id)
    entries = of_user.order_by(audit.AuditEntry.seq).all()
    assert [entry.action for entry in entries] == ["staff.added", "staff.roles_changed", "staff.deactivated"]
    assert "ines" not in repr([entry.detail for entry in entries]).casefold()


def test_those_who_work_here_come_first_in_the_list_and_ids_have_names(db):
    gone, here = make_staff("editor", name="Abe"), make_staff(name="Zita")
    deactivate(gone)
    assert [user.name for user in all_staff()] == ["Zita", "Abe"]
    assert staff_names([gone.id, here.id, 999]) == {gone.id: "Abe", here.id: "Zita"}
