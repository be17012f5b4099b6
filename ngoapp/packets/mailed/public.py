"""The page behind the link that brings a packet by e-mail. No sign-in; whoever has the link has the packet.

Looking changes nothing, so what a mail program fetches ahead counts for nothing: only the button does, and it is
sealed to the browser that was shown the page."""

import io

from flask import Blueprint, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from ngoapp.packets.kits.offered import keep_newer, offered
from ngoapp.packets.links import ask_again, find_link, is_open, is_taken_back
from ngoapp.packets.mailed.forms import OnPaperForm
from ngoapp.packets.mailed.operations import ask_for_paper, note_download
from ngoapp.packets.mailed.whole import packet_file
from ngoapp.packets.models import PacketLink
from ngoapp.packets.office.queries import promise
from ngoapp.packets.wording import LANGUAGES, ON_PAPER
from ngoapp.web.forms import Form, attempt
from ngoapp.web.headers import personal_page
from ngoapp.web.pace import not_too_often

bp = Blueprint("packet_links", __name__, url_prefix="/packets/<token>")


@bp.get("")
def show(token: str) -> ResponseReturnValue:
    personal_page()
    link = find_link(token)
    if not is_open(link):
        return _over(link, token)
    return render_template(
        "packets/public/packet.html", link=link, parts=offered(link), token=token, languages=LANGUAGES
    )


@bp.post("/download")
def download(token: str) -> ResponseReturnValue:
    personal_page()
    link = find_link(token)
    if not is_open(link):
        return _over(link, token)
    with attempt(Form()):
        note_download(link.id)
        keep_newer(link.id)
    return redirect(url_for(".file", token=token, part=request.form.get("part", type=int)), 303)


@bp.get("/info-packet.pdf")
def file(token: str) -> ResponseReturnValue:
    """All of it, or the part that `part` names; the file that the button led to, which counts nothing by itself."""
    personal_page()
    link = find_link(token)
    if not is_open(link):
        return _over(link, token)
    content, name = packet_file(link, request.args.get("part", type=int))
    return send_file(io.BytesIO(content), mimetype="application/pdf", as_attachment=True, download_name=name)


@bp.post("/again")
def again(token: str) -> ResponseReturnValue:
    personal_page()
    link = find_link(token)
    form = Form()
    if form.validate_on_submit():
        with attempt(form):
            ask_again(link)
            return redirect(url_for("packets.thanks", way="email"), 303)
    return _over(link, token, sentence=" ".join(form.form_errors))


@bp.route("/on-paper", methods=["GET", "POST"])
def on_paper(token: str) -> ResponseReturnValue:
    personal_page()
    link = find_link(token)
    if is_taken_back(link):
        return _over(link, token)
    form = OnPaperForm.of(link.request)
    if form.validate_on_submit():
        with attempt(form):
            not_too_often("packet")
            ask_for_paper(link.id, **form.facts())
            return redirect(url_for("packets.thanks", way="post"), 303)
    return render_template(
        "packets/public/on_paper.html", form=form, token=token, link=link, agree=ON_PAPER, promise=promise()
    )


def _over(link: PacketLink, token: str, sentence: str = "") -> tuple[str, int]:
    page = render_template(
        "packets/public/over.html", token=token, taken_back=is_taken_back(link), sentence=sentence
    )
    return page, 410
