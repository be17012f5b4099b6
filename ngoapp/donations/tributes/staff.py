"""Letters to families, for staff: release them, stop them, print them."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ngoapp.accounts.guards import staff_required
from ngoapp.core import audit
from ngoapp.core.db import found, transaction
from ngoapp.donations.tributes import notices, queries
from ngoapp.donations.tributes.models import TributeNotice
from ngoapp.donations.tributes.paper import draw_card, draw_letter
from ngoapp.donations.tributes.piles import print_letters, release_letters
from ngoapp.web.downloads import pdf_download

bp = Blueprint("tributes_staff", __name__, url_prefix="/staff/tributes")
STEPS = {
    "stop": (notices.stop_letter, "Stopped. What it tells waits again."),
    "correct": (
        notices.correct_letter,
        "The corrected letter is on its way. The earlier one stays in the history.",
    ),
}
DECISIONS = {
    "release": (notices.release_letter, "Released: by e-mail in 15 minutes, or on the pile to print."),
    "leave": (notices.leave_untold, "Nobody is told of these gifts."),
}
DRAWN = {"letter": draw_letter, "card": draw_card}


@bp.get("/")
@staff_required("tributes:work")
def index() -> ResponseReturnValue:
    """Families to tell, letters to print, or every honoree."""
    show, text = request.args.get("show", queries.TO_TELL), request.args.get("q", "")
    held = queries.held_letters()
    return render_template(
        "donations/staff/tributes/index.html",
        show=queries.ALL if text else show,
        due=queries.due_letters(),
        held=held,
        leaving=queries.leaving_at(held),
        pile=queries.to_print(),
        page=queries.honourees_page(text, number=request.args.get("page", 1, type=int)),
        text=text,
    )


@bp.post("/release")
@staff_required("tributes:work")
def release_several() -> ResponseReturnValue:
    """Release the ticked letters."""
    with transaction():
        released = release_letters(
            request.form.getlist("recipient_id", type=int), read=request.form.getlist("tribute_id", type=int)
        )
    words = "One letter is released." if released == 1 else f"{released} letters are released."
    flash(*((words, "success") if released else ("Tick the families to tell first.", "warning")))
    return redirect(url_for(".index"), 303)


@bp.post("/recipients/<int:recipient_id>/<any(release, leave):step>")
@staff_required("tributes:work")
def decide(recipient_id: int, step: str) -> ResponseReturnValue:
    """Tell this family, or do not."""
    operation, words = DECISIONS[step]
    with transaction():
        notice = operation(recipient_id, read=_read())
    flash(words, "success")
    return _to_honouree(notice)


@bp.post("/letters/<int:notice_id>/<any(stop, correct):step>")
@staff_required("tributes:work")
def change(notice_id: int, step: str) -> ResponseReturnValue:
    """Take a letter back, or follow it with a corrected one."""
    operation, words = STEPS[step]
    with transaction():
        notice = operation(notice_id)
    flash(words, "success")
    return _to_honouree(notice)


@bp.get("/letters/<int:notice_id>/<any(letter, card):what>.pdf")
@staff_required("tributes:work")
def paper(notice_id: int, what: str) -> ResponseReturnValue:
    """A letter, or the card that says the same, as it went out or would go out now; who looked is kept."""
    with transaction():
        notice = found(TributeNotice, notice_id)
        audit.record("tribute_notice.downloaded", notice)
        letter = notices.letter_of(notice)
    return pdf_download(DRAWN[what](letter), f"{what}-{notice_id}")


@bp.post("/to-print/letters.pdf")
@staff_required("tributes:work")
def print_ticked() -> ResponseReturnValue:
    """The ticked letters as one PDF; they stay on the pile until they are marked."""
    with transaction():
        letters = print_letters(_ticked())
    if letters:
        return pdf_download(letters, "letters-to-families")
    flash("Tick the letters first.", "warning")
    return redirect(url_for(".index", show=queries.ON_PAPER), 303)


@bp.post("/to-print/printed")
@staff_required("tributes:work")
def printed() -> ResponseReturnValue:
    """The ticked letters are on paper and leave the pile."""
    with transaction():
        marked = notices.mark_printed(_ticked())
    words = "One letter is marked as printed." if marked == 1 else f"{marked} letters are marked as printed."
    flash(*((words, "success") if marked else ("Tick the letters first.", "warning")))
    return redirect(url_for(".index", show=queries.ON_PAPER), 303)


def _read() -> list[int]:
    """The tributes that stood on the page."""
    return [int(word) for word in request.form.get("tribute_ids", "").split() if word.isdecimal()]


def _ticked() -> list[int]:
    return request.form.getlist("notice_id", type=int)


def _to_honouree(notice: TributeNotice) -> ResponseReturnValue:
    return redirect(url_for("honourees_staff.show", honouree_id=notice.recipient.honouree_id), 303)
