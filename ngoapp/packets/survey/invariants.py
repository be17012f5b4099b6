"""What must be true of answers."""

from collections.abc import Iterator

from sqlalchemy import func, select

from ngoapp.core.db import session
from ngoapp.packets.survey.models import SurveyAnswer, SurveyTally
from ngoapp.packets.survey.queries import sums


def broken() -> Iterator[str]:
    """A plain sentence for each fact that does not hold."""
    answered = select(SurveyTally.way, func.sum(SurveyTally.answered)).group_by(SurveyTally.way)
    people = {row.way: row[1] for row in session.execute(answered)}
    answers = select(SurveyAnswer.question_id, SurveyAnswer.way, func.count()).group_by(
        SurveyAnswer.question_id, SurveyAnswer.way
    )
    for question_id, way, count in session.execute(answers):
        if count > people.get(way, 0):
            yield f"survey: question {question_id} has more answers by {way} than people who answered"
    counted = sums()
    if counted["by_mail"] > counted["asked"]:
        yield "survey: more people answered by mail than were asked"
