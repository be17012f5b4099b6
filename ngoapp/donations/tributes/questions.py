"""Asking by e-mail whether an honoree may be named in public, and the page on which they answer."""

from datetime import timedelta

from flask import current_app
from sqlalchemy import select

from ngoapp.core import audit, clock, outbox
from ngoapp.core.db import found, locked, save, session
from ngoapp.core.errors import NotThere, Refused
from ngoapp.core.tokens import derive, digest, new_nonce
from ngoapp.donations.tributes.honourees import WORDING, record_answer, wording_for
from ngoapp.donations.tributes.models import HONOR, Honouree, HonoureeAnswer
from ngoapp.donations.tributes.notices import HELD_FOR, NoticeGone
from ngoapp.organisation.queries import our_today

JOB = "donations.send_honouree_question"
PURPOSE = "honouree"
LASTS = timedelta(days=400)
PAGE = "/honored/"  # written down, since the worker has no request to build an address from
BY_MAIL, BY_LINK, ON_PAPER = "e-mail", "our link", "letter"


class AskedOfAnother(Refused):
    """The question was about somebody who died, and the honoree lives; or the other way round."""

    def __init__(self) -> None:
        super().__init__(
            "We have learned since that our question was put wrongly, so this yes is not taken. We will ask anew."
        )


class SaidNo(Refused):
    """Somebody else who was asked has said no: that counts until staff have cleared it with the person."""

    def __init__(self) -> None:
        super().__init__(
            "We have been asked not to show this name, and that counts. Was it a mistake? Please call or write to us."
        )


def ask_by_mail(honouree_id: int, *, name: str, email: str) -> HonoureeAnswer:
    """Ask somebody by e-mail, in a quarter of an hour, until when staff can stop it."""
    honouree = locked(Honouree, honouree_id)
    question = save(
        HonoureeAnswer(
            honouree=honouree,
            answer="asked",
            wording=wording_for(honouree),
            source=BY_MAIL,
            answered_on=our_today(),
            recorded_at=clock.now(),
            name=name,
            email=email,
            nonce=new_nonce(),
        )
    )
    seal(question)
    if honouree.answer == "unasked":
        honouree.answer = "asked"
    outbox.enqueue(
        JOB, dedupe_key=job_key(question), available_at=clock.now() + HELD_FOR, question_id=question.id
    )
    audit.record("honouree.asked", honouree)
    return question


def ask_on_paper(honouree_id: int, *, name: str) -> HonoureeAnswer:
    """Ask somebody by a letter that staff print and post; the same name on the same day is the same letter."""
    honouree = locked(Honouree, honouree_id)
    same = (HonoureeAnswer.honouree_id == honouree_id, HonoureeAnswer.source == ON_PAPER)
    asked_today = (HonoureeAnswer.answer == "asked", HonoureeAnswer.answered_on == our_today())
    known = select(HonoureeAnswer).where(*same, *asked_today, HonoureeAnswer.name == name)
    if letter := session.scalars(known.order_by(HonoureeAnswer.id.desc())).first():
        return letter
    letter = record_answer(honouree.id, answer="asked", source=ON_PAPER, answered_on=our_today())
    letter.name = name
    session.flush()
    return letter


def stop_question(question_id: int) -> Honouree:
    """Take back a question that is held: nobody was asked. Raises NoticeGone."""
    question = found(HonoureeAnswer, question_id)
    if not outbox.stop(job_key(question)):
        raise NoticeGone
    honouree = locked(Honouree, question.honouree_id)
    session.delete(question)
    session.flush()
    left = session.scalar(select(HonoureeAnswer.id).where(HonoureeAnswer.honouree_id == honouree.id).limit(1))
    if honouree.answer == "asked" and left is None:
        honouree.answer = "unasked"
    audit.record("honouree.question_stopped", honouree)
    return honouree


def answer_question(question_id: int, *, agreed: bool) -> None:
    """They have pressed a button; the same one again changes nothing.

    Where several were asked, one no outweighs every yes. A family's yes does not name the living, nor the other way
    round. Raises AskedOfAnother and SaidNo."""
    question = found(HonoureeAnswer, question_id)
    honouree = locked(Honouree, running(question.honouree).id)
    if agreed and not can_agree(question):
        raise SaidNo
    if agreed and (question.wording == WORDING[HONOR]) != (honouree.kind == HONOR):
        raise AskedOfAnother
    answer = "agreed" if agreed else "declined"
    if honouree.answer != answer:
        record_answer(
            honouree.id, answer=answer, source=BY_LINK, answered_on=our_today(), wording=question.wording
        )


def can_agree(question: HonoureeAnswer) -> bool:
    """Whether a yes would count: not after somebody else's no, unless this was asked since then.

    Who alone was asked may take back their own no."""
    honouree = running(question.honouree)
    if honouree.answer != "declined":
        return True
    ours = (Honouree.id == honouree.id) | (Honouree.merged_into_id == honouree.id)
    rows = select(HonoureeAnswer).join(HonoureeAnswer.honouree).where(ours)
    answers = session.scalars(rows.order_by(HonoureeAnswer.id.desc())).all()
    no = next((row for row in answers if row.answer == "declined"), None)
    if no is None or question.id > no.id:
        return True
    return no.source == BY_LINK and not any(row.token_digest and row.id != question.id for row in answers)


def running(honouree: Honouree) -> Honouree:
    """The record into which this one was merged, if it was."""
    while honouree.merged_into_id is not None:
        honouree = found(Honouree, honouree.merged_into_id)
    return honouree


def seal(question: HonoureeAnswer) -> str:
    """The token of the question's link; the database keeps its hash."""
    token = derive(current_app.config["SECRET_KEY"], PURPOSE, question.id, question.nonce)
    if question.token_digest is None:
        question.token_digest = digest(token)
    return token


def question_behind(token: str) -> HonoureeAnswer:
    """The question whose link this is, for a year and a little. Raises NotThere."""
    question = session.scalar(select(HonoureeAnswer).where(HonoureeAnswer.token_digest == digest(token)))
    if question is None or question.recorded_at < clock.now() - LASTS:
        raise NotThere
    return question


def job_key(question: HonoureeAnswer) -> str:
    """The question's name in the outbox."""
    return f"{JOB}:{question.id}"
