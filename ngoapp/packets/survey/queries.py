"""Reads of the survey: what is asked, and what was answered, as long as it singles nobody out."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from ngoapp.core import tokens
from ngoapp.core.db import session
from ngoapp.organisation.queries import our_today
from ngoapp.packets.survey.models import (
    SurveyAnswer,
    SurveyInvitation,
    SurveyQuestion,
    SurveySettings,
    SurveyTally,
    SurveyToken,
)

WEEKS = 4
LEAST = 5  # so many answers, or none of them is shown
HUNDRED = 100


@dataclass(frozen=True)
class Bar:
    """How often an answer was chosen; `width` is its share of a hundred."""

    name: str
    count: int
    width: int


@dataclass(frozen=True)
class Result:
    """A question with what was answered; nothing while too few have."""

    question: SurveyQuestion
    answers: int
    bars: Sequence[Bar]
    words: Sequence[str]
    mean: str

    @property
    def too_few(self) -> bool:
        """Whether showing them could tell whose they are."""
        return self.answers < LEAST


def questions() -> Sequence[SurveyQuestion]:
    """What is asked now, in its order."""
    asked = select(SurveyQuestion).where(~SurveyQuestion.retired)
    return session.scalars(asked.order_by(SurveyQuestion.position)).all()


def weeks() -> int:
    """How many weeks after the packet we ask."""
    return session.scalar(select(SurveySettings.weeks)) or WEEKS


def is_open(token: str) -> bool:
    """Whether the token still opens the questions."""
    known = select(SurveyToken.digest).where(
        SurveyToken.digest == tokens.digest(token), SurveyToken.ends_on > our_today()
    )
    return bool(re.fullmatch(r"[\w-]{20,64}", token, re.ASCII)) and session.scalar(known) is not None


def results() -> list[Result]:
    """Every question that was ever asked, with its answers."""
    asked = session.scalars(
        select(SurveyQuestion).order_by(SurveyQuestion.retired, SurveyQuestion.position)
    ).all()
    answers = session.execute(
        select(SurveyAnswer.question_id, SurveyAnswer.number, SurveyAnswer.words).order_by(SurveyAnswer.id)
    ).all()
    return [
        _result(question, [(number, words) for row_id, number, words in answers if row_id == question.id])
        for question in asked
    ]


def sums() -> dict[str, int]:
    """How many were asked by mail, how many of them answered, and how many answered by the open address."""
    of_mail = SurveyTally.way == "mail"
    row = session.execute(
        select(
            func.coalesce(func.sum(SurveyTally.asked).filter(of_mail), 0),
            func.coalesce(func.sum(SurveyTally.answered).filter(of_mail), 0),
            func.coalesce(func.sum(SurveyTally.answered).filter(~of_mail), 0),
        )
    ).one()
    return dict(zip(("asked", "by_mail", "by_code"), row, strict=True))


def invitation_of(invitation_id: int) -> SurveyInvitation | None:
    """The invitation, unless it has left or was dropped."""
    return session.get(SurveyInvitation, invitation_id)


def _result(question: SurveyQuestion, answers: Sequence[tuple[int | None, str]]) -> Result:
    if len(answers) < LEAST:
        return Result(question, len(answers), (), (), "")
    numbers = [number for number, _words in answers if number is not None]
    counted = Counter(numbers)
    bars = [
        Bar(words, counted[place], round(HUNDRED * counted[place] / len(numbers)))
        for place, words in enumerate(question.options, 1)
        if numbers
    ]
    is_scale = question.kind == "scale" and numbers
    mean = f"{sum(numbers) / len(numbers):.1f}" if is_scale else ""
    return Result(question, len(answers), bars, [words for _number, words in answers if words], mean)
