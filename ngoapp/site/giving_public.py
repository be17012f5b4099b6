"""The way to a donor's own page, for everybody: ask for the link, open it."""

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ngoapp.core.db import transaction
from ngoapp.core.errors import Refused
from ngoapp.site.browsers import kind_of
from ngoapp.site.devices import remember_device
from ngoapp.site.door import held_token, keep_token, new_token
from ngoapp.site.forms import AskForm
from ngoapp.site.links import ask_for_link, find_link, is_open, use_link
from ngoapp.web.forms import Form, attempt
from ngoapp.web.headers import personal_page
from ngoapp.web.pace import not_too_often

bp = Blueprint("giving", __name__, url_prefix="/giving")
bp.before_request(personal_page)


@bp.route("/link", methods=["GET", "POST"])
def ask() -> ResponseReturnValue:
    """Ask for the link; the answer is the same whether or not we know the address."""
    form = AskForm()
    if form.validate_on_submit():
        with attempt(form):
            not_too_often("giving link")
            ask_for_link(form.email.data or "")
            return redirect(url_for(".sent"), 303)
    return render_template("site/public/giving_ask.html", form=form)


@bp.get("/link/sent")
def sent() -> str:
    """What happens next, known or not."""
    return render_template("site/public/giving_sent.html")


@bp.get("/open/<token>")
def show(token: str) -> ResponseReturnValue:
    """A button: a mail program that looks at the link uses nothing up."""
    link = find_link(token)
    if not is_open(link):
        return _over(token)
    return render_template("site/public/giving_open.html", token=token, mailbox=_masked(link.mailbox))


@bp.post("/open/<token>")
def use(token: str) -> ResponseReturnValue:
    """Use the link up, and know this device from now on."""
    find_link(token)
    secret = new_token()
    try:
        with transaction():
            link = use_link(token)
            kind = kind_of(request.user_agent.string)
            remember_device(link, token=secret, instead_of=held_token(), kind=kind)
    except Refused:
        return _over(token)
    leads_to = link.leads_to or url_for("giving_donor.show")
    return keep_token(current_app.make_response(redirect(leads_to, 303)), secret)


@bp.post("/open/<token>/again")
def again(token: str) -> ResponseReturnValue:
    """Mail a fresh link to where the old one went."""
    link = find_link(token)
    mailbox, leads_to = link.mailbox, link.leads_to
    form = Form()
    if form.validate_on_submit():
        with attempt(form):
            ask_for_link(mailbox, leads_to=leads_to)
            return redirect(url_for(".sent"), 303)
    return _over(token)


def _over(token: str) -> tuple[str, int]:
    return render_template("site/public/giving_over.html", token=token), 410


def _masked(mailbox: str) -> str:
    name, _, host = mailbox.rpartition("@")
    return f"{name[:1]}…@{host}"
