"""For the donor, a card to print; for an honoree or the family, the question whether they may be named."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ngoapp.core.db import transaction
from ngoapp.core.errors import NotThere
from ngoapp.donations.links import THANKS, donation_behind
from ngoapp.donations.tributes.letter import card_of
from ngoapp.donations.tributes.paper import draw_card
from ngoapp.donations.tributes.questions import PAGE, answer_question, can_agree, question_behind, running
from ngoapp.donations.tributes.wishes import tribute_given
from ngoapp.web.downloads import pdf_download
from ngoapp.web.headers import personal_page

bp = Blueprint("tributes", __name__)


@bp.get(f"{THANKS}<token>/card.pdf")
def card(token: str) -> ResponseReturnValue:
    """A card for the donor to print and hand over. It does not say how much."""
    personal_page()
    donation = donation_behind(token)
    tribute = tribute_given(donation.id)
    if tribute is None or donation.state not in {"paid", "processing"}:
        raise NotThere
    return pdf_download(draw_card(card_of(tribute)), "card")


@bp.get(f"{PAGE}<token>")
def question(token: str) -> ResponseReturnValue:
    """The question, and what was answered so far: a mail program that looks at the link answers nothing."""
    personal_page()
    asked = question_behind(token)
    return render_template(
        "donations/public/honouree.html",
        question=asked,
        honouree=running(asked.honouree),
        can_agree=can_agree(asked),
        token=token,
    )


@bp.post(f"{PAGE}<token>/<any(agree, decline):said>")
def answer(token: str, said: str) -> ResponseReturnValue:
    """They have decided, perhaps anew."""
    personal_page()
    with transaction():
        answer_question(question_behind(token).id, agreed=said == "agree")
    flash("Thank you. We have noted what you said.", "success")
    return redirect(url_for(".question", token=token), 303)
