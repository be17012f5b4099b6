"""A requester's own page, by a link in a mail: see, correct, take along, call off, and be forgotten."""

from flask import Blueprint, Response, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ngoapp.core.audit import acting_as
from ngoapp.core.db import transaction
from ngoapp.core.errors import Refused
from ngoapp.packets.privacy.door import WHO, drop_token, held_token, keep_token, new_token, visitor_required
from ngoapp.packets.privacy.forms import AskForm, OwnRequestForm
from ngoapp.packets.privacy.held import as_json, told
from ngoapp.packets.privacy.links import ask_for_page, find_page_link, is_open, use_page_link
from ngoapp.packets.privacy.models import PageVisit
from ngoapp.packets.privacy.own import (
    VOICEMAIL_WORDS,
    asked_by,
    cancel_own,
    correct_own,
    forget_all,
    own_request,
    requests_of,
)
from ngoapp.packets.privacy.visits import begin_visit, end_visit
from ngoapp.packets.states import CORRECTABLE
from ngoapp.packets.wording import ASKS_AS, LANGUAGES
from ngoapp.web.forms import Form, attempt
from ngoapp.web.headers import personal_page
from ngoapp.web.pace import not_too_often

bp = Blueprint("packets_mine", __name__, url_prefix="/info-packet/mine")
bp.before_request(personal_page)
NAMES = {"languages": LANGUAGES, "relations": ASKS_AS, "voicemail": VOICEMAIL_WORDS}


@bp.route("/link", methods=["GET", "POST"])
def ask() -> ResponseReturnValue:
    """Ask for the link; the answer is the same whether or not we know the address."""
    form = AskForm()
    if form.validate_on_submit():
        with attempt(form):
            not_too_often("packet page")
            ask_for_page(form.email.data or "")
            return redirect(url_for(".sent"), 303)
    return render_template("packets/public/privacy/ask.html", form=form)


@bp.get("/link/sent")
def sent() -> str:
    """What happens next, known or not."""
    return render_template("packets/public/privacy/sent.html")


@bp.get("/open/<token>")
def show_link(token: str) -> ResponseReturnValue:
    """A button: a mail program that looks at the link uses nothing up."""
    if not is_open(find_page_link(token)):
        return _over(token)
    return render_template("packets/public/privacy/open.html", token=token)


@bp.post("/open/<token>")
def use(token: str) -> ResponseReturnValue:
    """Use the link up, and show this browser the page for an hour."""
    find_page_link(token)
    secret = new_token()
    try:
        with acting_as(WHO), transaction():
            begin_visit(use_page_link(token), token=secret, instead_of=held_token())
    except Refused:
        return _over(token)
    return keep_token(current_app.make_response(redirect(url_for(".show"), 303)), secret)


@bp.post("/open/<token>/again")
def again(token: str) -> ResponseReturnValue:
    """Mail a fresh link to where the old one went."""
    mailbox = find_page_link(token).mailbox
    form = Form()
    if form.validate_on_submit():
        with attempt(form):
            ask_for_page(mailbox)
            return redirect(url_for(".sent"), 303)
    return _over(token)


@bp.get("")
@visitor_required
def show(visit: PageVisit) -> ResponseReturnValue:
    """Every request of the mailbox."""
    own = asked_by(visit.mailbox)
    return render_template("packets/public/privacy/mine.html", own=own, mailbox=visit.mailbox, **NAMES)


@bp.route("/<int:request_id>", methods=["GET", "POST"])
@visitor_required
def correct(visit: PageVisit, request_id: int) -> ResponseReturnValue:
    """Change what was asked for, while nothing has gone out."""
    asked = own_request(visit.mailbox, request_id)
    if asked.state not in CORRECTABLE:
        return redirect(url_for(".show"), 303)
    form = OwnRequestForm(asked)
    if form.validate_on_submit():
        with attempt(form):
            correct_own(visit.mailbox, request_id, **form.facts())
            flash("Saved.", "success")
            return redirect(url_for(".show"), 303)
    return render_template("packets/public/privacy/correct.html", form=form, packet=asked)


@bp.post("/<int:request_id>/cancel")
@visitor_required
def cancel(visit: PageVisit, request_id: int) -> ResponseReturnValue:
    """Call a request off."""
    form = Form()
    with attempt(form):
        cancel_own(visit.mailbox, request_id)
        flash("Called off. Nothing goes out for it.", "success")
    for sentence in form.form_errors:
        flash(sentence, "error")
    return redirect(url_for(".show"), 303)


@bp.get("/what-we-hold.json")
@visitor_required
def take_along(visit: PageVisit) -> ResponseReturnValue:
    """All of it as a file."""
    text = as_json(told(requests_of(visit.mailbox)))
    headers = {"Content-Disposition": "attachment; filename=what-we-hold.json"}
    return Response(text, mimetype="application/json", headers=headers)


@bp.post("/forget")
@visitor_required
def forget(visit: PageVisit) -> ResponseReturnValue:
    """Forget whoever has this mailbox."""
    with transaction():
        forget_all(visit.mailbox)
    return drop_token(current_app.make_response(redirect(url_for(".forgotten"), 303)))


@bp.get("/forgotten")
def forgotten() -> str:
    """Nothing is left."""
    return render_template("packets/public/privacy/forgotten.html")


@bp.post("/leave")
@visitor_required
def leave(visit: PageVisit) -> ResponseReturnValue:
    """Show this page on this device no more."""
    with transaction():
        end_visit(visit)
    return drop_token(current_app.make_response(redirect(url_for(".ask"), 303)))


def _over(token: str) -> tuple[str, int]:
    return render_template("packets/public/privacy/over.html", token=token), 410
