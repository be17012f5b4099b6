"""Whether an honoree may be named: what they say themselves, and what their family may say."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from ngoapp.donations.tributes.honourees import (
    AnswerInTheFuture,
    correct_honouree,
    may_be_named,
    record_answer,
)
from ngoapp.donations.tributes.models import HONOR
from ngoapp.donations.tributes.questions import (
    AskedOfAnother,
    SaidNo,
    answer_question,
    ask_by_mail,
    stop_question,
)
from ngoapp.organisation.queries import our_today
from tests.donations.tributes import honouree_of, make_tribute, make_wish

pytestmark = pytest.mark.usefixtures("organisation")


def test_the_living_must_agree_and_the_family_of_the_dead_may_say_no(db: Session) -> None:
    living, dead = honouree_of(make_tribute(make_wish(kind=HONOR))), honouree_of(make_tribute())
    assert (may_be_named(living), may_be_named(dead)) == (False, True)
    for honouree, answer, may in (
        (living, "asked", False),
        (living, "agreed", True),
        (dead, "declined", False),
    ):
        record_answer(honouree.id, answer=answer, source="telephone", answered_on=our_today())
        assert may_be_named(honouree) is may
    with pytest.raises(AnswerInTheFuture):
        record_answer(dead.id, answer="agreed", source="letter", answered_on=our_today() + timedelta(days=1))


def test_what_the_living_said_does_not_outlive_them(db: Session) -> None:
    honouree = honouree_of(make_tribute(make_wish(kind=HONOR)))
    record_answer(honouree.id, answer="agreed", source="letter", answered_on=our_today())
    correct_honouree(honouree.id, name="Ann Miller", kind="memory")
    assert honouree.answer == "unasked"


def test_a_familys_yes_names_nobody_who_turns_out_to_live(db: Session) -> None:
    honouree = honouree_of(make_tribute())
    question = ask_by_mail(honouree.id, name="Tom", email="tom@example.org")
    correct_honouree(honouree.id, name=honouree.name, kind=HONOR)
    with pytest.raises(AskedOfAnother, match="ask anew"):
        answer_question(question.id, agreed=True)
    assert (honouree.answer, may_be_named(honouree)) == ("unasked", False)
    answer_question(question.id, agreed=False)
    assert honouree.answer == "declined"
    answer_question(ask_by_mail(honouree.id, name="Ann", email="ann@example.org").id, agreed=True)
    assert may_be_named(honouree)


def test_one_no_outweighs_the_yes_of_another_until_staff_have_cleared_it(db: Session) -> None:
    honouree = make_tribute().honouree
    assert honouree
    tom, eva = (ask_by_mail(honouree.id, name=name, email=f"{name}@example.org") for name in ("tom", "eva"))
    answer_question(tom.id, agreed=True)
    answer_question(eva.id, agreed=False)
    for late in (tom, eva):
        with pytest.raises(SaidNo, match="that counts"):
            answer_question(late.id, agreed=True)
    assert honouree.answer == "declined"
    record_answer(honouree.id, answer="asked", source="telephone", answered_on=our_today())
    assert honouree.answer == "declined"
    answer_question(ask_by_mail(honouree.id, name="tom", email="tom@example.org").id, agreed=True)
    assert honouree.answer == "agreed"


def test_who_alone_was_asked_may_take_back_their_no(db: Session) -> None:
    honouree = make_tribute().honouree
    assert honouree
    question = ask_by_mail(honouree.id, name="Tom", email="tom@example.org")
    answer_question(question.id, agreed=False)
    answer_question(question.id, agreed=True)
    assert honouree.answer == "agreed"


def test_a_question_that_is_stopped_leaves_a_no_as_it_was(db: Session) -> None:
    honouree = make_tribute().honouree
    assert honouree
    record_answer(honouree.id, answer="declined", source="letter", answered_on=our_today())
    for name in ("tom", "eva"):
        last = ask_by_mail(honouree.id, name=name, email=f"{name}@example.org")
    stop_question(last.id)
    assert honouree.answer == "declined"
