"""The inbox, for people and for scripts."""

from io import BytesIO

from flask import Blueprint, Response, abort, g, jsonify, render_template, request, send_file, url_for

from ngoapp.sandbox.mail.inbox import Message, describe, empty, message, messages_newest_first
from ngoapp.sandbox.mail.returned import KINDS, send_back
from ngoapp.sandbox.pages.answers import done, refused
from ngoapp.sandbox.pages.here import world

# What a mail program would do: show the styles that come with the message, fetch nothing, run nothing.
MAIL_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src data:;"
    " style-src 'unsafe-inline'; frame-ancestors 'self'"
)
pages = Blueprint("inbox", __name__)


@pages.get("/inbox")
def index() -> str:
    """All mail, or what was sent to one address."""
    to = request.args.get("to")
    with world().store.transaction() as db:
        return render_template("inbox.html", messages=messages_newest_first(db, to), to=to)


@pages.get("/inbox.json")
def index_json() -> Response:
    """The same with everything that is in it, newest first."""
    with world().store.transaction() as db:
        messages = messages_newest_first(db, request.args.get("to"))
    return jsonify([describe(m, url_for("inbox.show", id=m.id, _external=True)) for m in messages])


@pages.delete("/inbox.json")
@pages.post("/inbox/empty")
def clear() -> Response:
    """Throw all mail away."""
    with world().store.transaction() as db:
        return done({"deleted": empty(db)}, "inbox.index")


@pages.get("/inbox/<int:id>")
def show(id: int) -> str:
    """One message."""
    returned = request.args.get("returned")
    return render_template(
        "message.html", message=_message(id), returned=returned if returned in KINDS else ""
    )


@pages.get("/inbox/<int:id>/html")
def show_html(id: int) -> Response:
    """Its HTML, for the frame on its page."""
    g.policy = MAIL_POLICY
    # Links open beside the inbox: inside the frame they would be cut off from everything.
    return Response('<base target="_blank">' + (_message(id).html or ""), mimetype="text/html")


@pages.get("/inbox/<int:id>/raw")
def raw(id: int) -> Response:
    """Its bytes as they arrived."""
    return Response(_message(id).raw, mimetype="text/plain")


@pages.post("/inbox/<int:id>/return")
def return_to_sender(id: int) -> Response:
    """Have a mail come back: `kind` is failed, or delayed."""
    kind, path = request.form.get("kind", "failed"), world().config.returned_path
    if kind not in KINDS:
        abort(400)
    if path is None:
        return refused("This sandbox was started without a file for mail that comes back.", 409)
    send_back(_message(id), kind, path)
    return done({"returned": id}, "inbox.show", id=id, returned=kind)


@pages.get("/inbox/<int:id>/attachments/<int:position>")
def attachment(id: int, position: int) -> Response:
    """One of its files."""
    attachments = _message(id).attachments
    if position >= len(attachments):
        abort(404)
    file = attachments[position]
    return send_file(
        BytesIO(file.content), mimetype=file.content_type, as_attachment=True, download_name=file.filename
    )


def _message(id: int) -> Message:
    with world().store.transaction() as db:
        found = message(db, id)
    return found or abort(404)
