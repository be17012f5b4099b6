"""What the worker does about tributes: letters and questions that staff have released."""

import hashlib

from ngoapp.adapters.smtp import smtp
from ngoapp.core.db import end_read, found, transaction
from ngoapp.donations.tributes import notices
from ngoapp.donations.tributes.models import HonoureeAnswer, TributeNotice
from ngoapp.donations.tributes.paper import draw_card
from ngoapp.donations.tributes.questions import PAGE, seal
from ngoapp.organisation.queries import our_organisation
from ngoapp.web.mail import absolute, render_mail


def send_notice(notice_id: int) -> None:
    """Tell a family by e-mail who gave; gifts that went back meanwhile are left out. A repeat is the same mail."""
    with transaction():
        letter = notices.write_down(notice_id)
    if letter is None:
        return
    notice, ours = found(TributeNotice, notice_id), our_organisation()
    key = f"tribute-{notice_id}"
    message = render_mail(
        "donations/tribute",
        key=key,
        to=letter.email,
        subject=f"A letter for you from {ours.short_name}",
        written_at=notice.released_at,
        letter=letter,
    )
    message.add_attachment(draw_card(letter), maintype="application", subtype="pdf", filename="card.pdf")
    message.set_boundary("=_" + hashlib.sha256(f"{key}-attached".encode()).hexdigest()[:32])
    end_read()
    smtp().send(message)
    with transaction():
        notices.note_sent(notice_id)


def send_question(question_id: int) -> None:
    """Ask whether an honoree may be named in public. A repeat is the same mail."""
    question, ours = found(HonoureeAnswer, question_id), our_organisation()
    message = render_mail(
        "donations/honouree_question",
        key=f"honouree-question-{question_id}",
        to=question.email,
        subject=f"A question from {ours.short_name}",
        written_at=question.recorded_at,
        question=question,
        honouree=question.honouree,
        link=absolute(PAGE + seal(question)),
    )
    end_read()
    smtp().send(message)
