"""Asking for an info packet, and the page behind the link that brings it by e-mail."""

import io

from flask import Blueprint, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from ngoapp.core.db import transaction
from ngoapp.packets.forms import InfoPacketForm
from ngoapp.packets.links import ask_again, find_link, find_part, is_open, note_download
from ngoapp.packets.models import PacketLink
from ngoapp.packets.operations import ask_for_packet
from ngoapp.packets.wording import LANGUAGES, WAYS
from ngoapp.web.forms import Form, attempt
from ngoapp.web.headers import personal_page
from ngoapp.web.pace import not_too_often

bp = Blueprint("packets", __name__)


@bp.route("/info-packet", methods=["GET", "POST"])
def ask() -> ResponseReturnValue:
    """Ask for a packet, by e-mail or by post."""
    form = InfoPacketForm(way=request.args.get("way"))
    if form.validate_on_submit():
        with attempt(form):
            not_too_often("packet")
            asked = ask_for_packet(**form.facts())
            return redirect(url_for(".thanks", way=asked.way), 303)
    return render_template("packets/public/ask.html", form=form)


@bp.get("/info-packet/thanks")
def thanks() -> str:
    """What happens next; the same for everybody, known or not."""
    way = request.args.get("way")
    return render_template("packets/public/thanks.html", way=way if way in WAYS else "post")


@bp.get("/packets/<token>")
def show(token: str) -> ResponseReturnValue:
    """The packet behind a link: a mail program that looks at the link downloads nothing."""
    personal_page()
    link = find_link(token)
    if not is_open(link):
        return _over(link, token)
    return render_template("packets/public/packet.html", link=link, token=token, languages=LANGUAGES)


@bp.get("/packets/<token>/<int:edition_id>/info-packet.pdf")
def download(token: str, edition_id: int) -> ResponseReturnValue:
    """One part of the packet."""
    personal_page()
    link = find_link(token)
    if not is_open(link):
        return _over(link, token)
    if request.method == "GET":  # a HEAD only asks what there would be
        with transaction():
            note_download(link.id)
    edition, file = find_part(link, edition_id)
    return send_file(
        io.BytesIO(file.content),
        mimetype=file.content_type,
        as_attachment=True,
        download_name=f"info-packet-{edition.language}.pdf",
    )


@bp.post("/packets/<token>/again")
def again(token: str) -> ResponseReturnValue:
    """Mail a fresh link to the address that the old one went to."""
    personal_page()
    link = find_link(token)
    form = Form()
    if form.validate_on_submit():
        with attempt(form):
            ask_again(link)
            return redirect(url_for(".thanks", way="email"), 303)
    return _over(link, token, sentence=" ".join(form.form_errors))


def _over(link: PacketLink, token: str, sentence: str = "") -> tuple[str, int]:
    page = render_template(
        "packets/public/over.html", token=token, taken_back=link.revoked_at is not None, sentence=sentence
    )
    return page, 410
