"""What staff see of the survey's answers, and what they ask."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ngoapp.core.db import transaction
from ngoapp.packets.survey.operations import keep_answers
from ngoapp.packets.survey.queries import results
from tests.accounts.factories import saved_staff, sign_in
from tests.packets.pages import error_of, key_on, page, valid
from tests.packets.survey.test_survey import STAFF, asking

__all__ = ["asking"]  # a fixture


def test_few_answers_are_not_shown(db: Session, client: FlaskClient, asking: list[int]) -> None:
    with transaction():
        for _ in range(4):
            keep_answers("open", {asking[2]: "Larger print"})
    sign_in(client, saved_staff("packet desk"))
    assert "Larger print" not in page(client, f"{STAFF}/")
    with transaction():
        keep_answers("open", {asking[2]: "Larger print"})
    assert page(client, f"{STAFF}/").count("Larger print") == 5


def test_the_mean_and_the_bars_fit_the_answers(db: Session, asking: list[int]) -> None:
    with transaction():
        for number in (1, 5, 5, 5, 4):
            keep_answers("open", {asking[0]: number})
    result = results()[0]
    assert result.mean == "4.0"
    assert [(bar.name, bar.count, bar.width) for bar in result.bars][-2:] == [
        ("4", 1, 20),
        ("5 (very much)", 3, 60),
    ]


def test_staff_add_questions_and_choices_need_two(db: Session, client: FlaskClient) -> None:
    sign_in(client, saved_staff("packet desk"))
    key = key_on(page(client, f"{STAFF}/new"))
    data = {"action_key": key, "wording": "Who read it?", "kind": "choice", "choices": "Me"}
    assert "at least two" in error_of(valid(client.post(f"{STAFF}/new", data=data)), "choices")
    for _ in range(2):
        assert client.post(f"{STAFF}/new", data={**data, "choices": "Me\nMy doctor"}).status_code == 303
    assert page(client, f"{STAFF}/").count("Who read it?</h2>") == 1
    assert client.post(f"{STAFF}/weeks", data={"weeks": "6"}).status_code == 303
    assert "6 weeks after" in page(client, f"{STAFF}/")
    assert "from 1 to 26" in error_of(valid(client.post(f"{STAFF}/weeks", data={"weeks": "99"})), "weeks")
    assert client.get(f"{STAFF}/insert.pdf").data.startswith(b"%PDF")


@pytest.mark.parametrize("role", ["finance", "auditor", "editor"])
def test_no_other_role_reads_the_survey(client: FlaskClient, role: str) -> None:
    sign_in(client, saved_staff(role))
    assert [client.get(f"{STAFF}/{path}").status_code for path in ("", "new", "weeks", "insert.pdf")] == [
        403
    ] * 4
