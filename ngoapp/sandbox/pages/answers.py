"""Answers that suit who asked: a browser gets a page, a script gets JSON."""

from flask import Response, jsonify, redirect, render_template, request, url_for

from ngoapp.sandbox.state.objects import Json


def by_browser() -> bool:
    """Browsers ask for text/html by name; scripts take anything."""
    return "text/html" in request.accept_mimetypes.values()


def done(payload: Json, endpoint: str, **names: object) -> Response:
    """It is done: a browser goes on to a page, a script is told what happened."""
    if by_browser():
        return Response(status=303, headers={"Location": url_for(endpoint, **names)})  # type: ignore[arg-type]  # Flask takes any value
    return jsonify(payload)


def refused(sentence: str, status: int) -> Response:
    """It cannot be done, and why."""
    if by_browser():
        return Response(render_template("notice.html", sentence=sentence, status=status), status)
    answer = jsonify({"error": sentence})
    answer.status_code = status
    return answer


def go_to(url: str) -> Response:
    """Send the browser on with a GET."""
    return redirect(url, 303)  # type: ignore[return-value]  # werkzeug's base class
