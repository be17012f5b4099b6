"""Writes of the survey: its questions, whom to ask, and answers that belong to nobody."""

import secrets
from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import delete, func, select, update

from ngoapp.core import audit, clock, tokens
from ngoapp.core.db import HIGHEST_ID, found, insert_ignoring, locked, save, session
from ngoapp.core.errors import Refused
from ngoapp.core.outbox import enqueue
from ngoapp.organisation.queries import our_today
from ngoapp.packets.models import PacketRequest
from ngoapp.packets.states import SENT
from ngoapp.packets.survey.models import (
    SurveyAnswer,
    SurveyInvitation,
    SurveyQuestion,
    SurveySettings,
    SurveyTally,
    SurveyToken,
)
from ngoapp.packets.survey.queries import questions, weeks

JOB, PURPOSE = "packets.send_survey", "packet-survey"
OPEN_FOR = timedelta(days=92)
WORDS_KEPT = timedelta(days=366)
LEAST_CHOICES = 2
Answers = Mapping[int, int | str]


class SurveyOver(Refused):
    """The link was used, or its time is over."""

    def __init__(self) -> None:
        super().__init__("These questions were answered already, or their time is over.")


class NothingAnswered(Refused):
    """An answer has something in it."""

    def __init__(self) -> None:
        super().__init__("Answer at least one of the questions, whichever you like.")


class TooFewChoices(Refused):
    """A choice is between several."""

    def __init__(self) -> None:
        super().__init__("Enter at least two answers to choose from, one on each line.", field="choices")


def add_question(*, action_key: str, kind: str, wording: str, choices: str = "") -> SurveyQuestion:
    """Ask one more question, as the last; the same form sent twice adds one. Raises TooFewChoices."""
    known = session.scalar(select(SurveyQuestion).where(SurveyQuestion.action_key == action_key))
    if known:
        return known
    lines = [line.strip() for line in choices.splitlines() if line.strip()] if kind == "choice" else []
    if kind == "choice" and len(set(lines)) < LEAST_CHOICES:
        raise TooFewChoices
    last = session.scalar(select(func.max(SurveyQuestion.position))) or 0
    question = save(
        SurveyQuestion(
            action_key=action_key,
            position=last + 1,
            kind=kind,
            wording=wording,
            choices="\n".join(dict.fromkeys(lines)),
        )
    )
    audit.record("packet_survey.question_added", question)
    return question


def set_retired(question_id: int, *, retired: bool) -> None:
    """Ask this question no more, or ask it again; what was answered stays."""
    question = locked(SurveyQuestion, question_id)
    if question.retired != retired:
        question.retired = retired
        audit.record(
            "packet_survey.question_retired" if retired else "packet_survey.question_asked", question
        )


def set_weeks(number: int) -> None:
    """Ask so many weeks after the packet has gone out."""
    insert_ignoring(SurveySettings, id=1, weeks=number)
    settings = locked(SurveySettings, 1)
    settings.weeks = number
    audit.record("packet_survey.weeks_set", settings, weeks=number)


def invite() -> int:
    """Have everybody asked whose weeks are over, once; while there is nothing to ask, nobody. Returns how many.

    One mailbox is asked once, however many packets it had."""
    if not questions():
        return 0
    asked_before = select(PacketRequest.email_key).where(PacketRequest.survey_sent)
    waiting = select(SurveyInvitation.request_id)
    due = session.scalars(
        select(PacketRequest)
        .where(
            PacketRequest.survey_wording != "",
            PacketRequest.erased_at.is_(None),
            PacketRequest.state.in_((*SENT, "delivered")),
            PacketRequest.sent_at <= clock.now() - timedelta(weeks=weeks()),
            PacketRequest.email_key.not_in(asked_before),
            PacketRequest.id.not_in(waiting),
        )
        .order_by(PacketRequest.id)
    ).all()
    first_of_each = {request.email_key: request for request in reversed(due)}
    shuffled = list(first_of_each.values())
    secrets.SystemRandom().shuffle(shuffled)  # or the order of the mails tells whose token is whose
    for request in shuffled:
        invitation = save(
            SurveyInvitation(request_id=request.id, nonce=tokens.new_nonce(), made_at=clock.now())
        )
        enqueue(JOB, invitation_id=invitation.id)  # never with the nonce: what is done stays in the outbox
    return len(first_of_each)


def seal(invitation: SurveyInvitation, *, secret: str) -> str:
    """The token of an invitation. What is kept of it knows no request."""
    token = tokens.derive(secret, PURPOSE, invitation.id, invitation.nonce)
    insert_ignoring(SurveyToken, digest=tokens.digest(token), ends_on=(our_today() + OPEN_FOR).replace(day=1))
    return token


def note_sent(invitation_id: int) -> None:
    """The mail has left: what joined the request to its token is gone, and only that it was asked stays."""
    invitation = locked(SurveyInvitation, invitation_id)
    found(PacketRequest, invitation.request_id).survey_sent = True
    session.delete(invitation)
    tally("mail", asked=1)


def note_refused(invitation_id: int, token: str) -> None:
    """No mail server takes the mail: nobody has its token, and this mailbox is not tried again."""
    invitation = locked(SurveyInvitation, invitation_id)
    found(PacketRequest, invitation.request_id).survey_sent = True
    session.delete(invitation)
    session.execute(delete(SurveyToken).where(SurveyToken.digest == tokens.digest(token)))


def drop_invitation(invitation_id: int) -> None:
    """Nobody is asked after all."""
    session.execute(delete(SurveyInvitation).where(SurveyInvitation.id == invitation_id))


def answer_by_token(token: str, answers: Answers) -> None:
    """Keep the answers and use the token up; of two presses at once, one succeeds.

    Raises SurveyOver and NothingAnswered."""
    used = delete(SurveyToken).where(
        SurveyToken.digest == tokens.digest(token), SurveyToken.ends_on > our_today()
    )
    if session.execute(used.returning(SurveyToken.digest)).first() is None:
        raise SurveyOver
    keep_answers("mail", answers)


def keep_answers(way: str, answers: Answers) -> None:
    """Keep each answer by itself, under a number that was drawn. Not in the audit, which knows the minute.

    Raises NothingAnswered."""
    if not answers:
        raise NothingAnswered
    month = _month()
    for question_id, answer in answers.items():
        save(
            SurveyAnswer(
                id=secrets.randbelow(HIGHEST_ID) + 1,
                question_id=question_id,
                month=month,
                way=way,
                number=answer if isinstance(answer, int) else None,
                words=answer if isinstance(answer, str) else "",
            )
        )
    tally(way, answered=1)


def tally(way: str, **more: int) -> None:
    """Count who was asked or answered this month."""
    month, columns = _month(), SurveyTally.__table__.c
    insert_ignoring(SurveyTally, month=month, way=way, asked=0, answered=0)
    session.execute(
        update(SurveyTally)
        .where(SurveyTally.month == month, SurveyTally.way == way)
        .values({columns[name]: columns[name] + number for name, number in more.items()})
        .execution_options(synchronize_session=False)
    )


def forget_words() -> None:
    """Tokens out of date go, and after a year what people wrote in their own words."""
    today = our_today()
    session.execute(delete(SurveyToken).where(SurveyToken.ends_on <= today))
    session.execute(
        delete(SurveyAnswer).where(SurveyAnswer.words != "", SurveyAnswer.month < today - WORDS_KEPT)
    )


def _month() -> date:
    return our_today().replace(day=1)
