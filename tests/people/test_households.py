"""People who give together, and the four names that are written on things."""

from dataclasses import asdict

import pytest
from html5lib import HTMLParser
from sqlalchemy.orm import Session

from ngoapp.core.db import transaction
from ngoapp.people.households.operations import FourNames, InAnotherHousehold, NotAPerson, join, leave, rename
from ngoapp.people.households.queries import members_of
from ngoapp.people.models import Person
from ngoapp.people.operations import find_or_make_person
from tests.accounts.fixtures import StaffClient
from tests.organisation.factories import make_organisation
from tests.people.factories import make_joint_household, make_person

FORMAL = FourNames(
    receipt_name="Ana Ruiz and Ben Cho",
    envelope_name="Ms. Ruiz and Mr. Cho",
    salutation="Ana and Ben",
    public_name="Ana & Ben",
)


def test_two_who_give_together_go_by_both_names(db: Session) -> None:
    household = make_joint_household("Jack Lewis", "Elizabeth Lewis")
    names = {household.receipt_name, household.envelope_name, household.salutation, household.public_name}
    assert names == {"Jack and Elizabeth Lewis"}
    assert [member.name for member in members_of(household.id)] == ["Jack Lewis", "Elizabeth Lewis"]


def test_joining_twice_is_joining_once(db: Session) -> None:
    first, second = make_person("Ana Ruiz", "ana@example.org"), make_person("Ben Cho", "ben@example.org")
    assert join(first.id, second.id).id == join(second.id, first.id).id


def test_a_third_joins_and_only_names_that_nobody_chose_grow(db: Session) -> None:
    household = make_joint_household()
    rename(household.id, FORMAL)
    member, third = members_of(household.id)[0], make_person("Cy Day", "cy@example.org")
    join(member.id, third.id)
    assert household.receipt_name == "Ana Ruiz, Ben Cho and Cy Day"
    assert household.envelope_name == "Ms. Ruiz and Mr. Cho"


def test_who_is_left_alone_goes_by_their_own_name_again(db: Session) -> None:
    household = make_joint_household()
    ana, ben = members_of(household.id)
    for _ in range(2):
        leave(ben.id)
    assert (ana.household_id, ben.household_id) == (None, None)
    assert members_of(household.id) == []


def test_nobody_is_in_two_households(db: Session) -> None:
    first, second = make_joint_household(), make_joint_household("Jack Lewis", "Elizabeth Lewis")
    with pytest.raises(InAnotherHousehold, match="is in another household"):
        join(members_of(first.id)[0].id, members_of(second.id)[0].id)


def test_a_company_and_oneself_share_no_household(db: Session) -> None:
    ana, mill = make_person("Ana Ruiz"), find_or_make_person(name="General Mill", kind="organisation")
    for other in (mill, ana):
        with pytest.raises(NotAPerson):
            join(ana.id, other.id)


def test_staff_join_two_donors_write_their_names_and_part_them(
    db: Session, staff_client: StaffClient
) -> None:
    with transaction():
        make_organisation()
        ana, ben = make_person("Ana Ruiz", "ana@example.org"), make_person("Ben Cho", "ben@example.org")
        path, ben_id, ana_id = f"/staff/donors/{ana.id}/household", ben.id, ana.id
    finance = staff_client("finance")
    page = finance.get(f"{path}?q=cho").text
    HTMLParser(strict=True).parse(page)
    assert "Ben Cho" in page
    for _ in range(2):
        assert finance.post(f"{path}/join", data={"other": ben_id}).status_code == 303
    page = finance.get(path).text
    HTMLParser(strict=True).parse(page)
    assert "Ana Ruiz and Ben Cho" in page
    names = asdict(FORMAL)
    assert finance.post(path, data={**names, "salutation": ""}).status_code == 200
    assert finance.post(path, data=names).status_code == 303
    assert "Ms. Ruiz and Mr. Cho" in finance.get(f"/staff/donors/{ben_id}").text
    finance.post(f"/staff/donors/{ben_id}/household/leave")
    db.rollback()
    assert db.get(Person, ana_id).household_id is None  # type: ignore[union-attr]  # made above


def test_a_refusal_to_join_says_why(db: Session, staff_client: StaffClient) -> None:
    with transaction():
        make_organisation()
        ana_id = make_person("Ana Ruiz").id
    answer = staff_client("finance").post(f"/staff/donors/{ana_id}/household/join", data={"other": ana_id})
    assert "nobody shares one with themselves" in answer.text
    HTMLParser(strict=True).parse(answer.text)


def test_who_may_only_read_sees_the_household_and_cannot_change_it(
    db: Session, staff_client: StaffClient
) -> None:
    with transaction():
        make_organisation()
        person_id = members_of(make_joint_household().id)[0].id
    auditor = staff_client("auditor")
    assert "Ana Ruiz and Ben Cho" in auditor.get(f"/staff/donors/{person_id}").text
    assert auditor.get(f"/staff/donors/{person_id}/household").status_code == 403
    assert auditor.post(f"/staff/donors/{person_id}/household/leave").status_code == 403
