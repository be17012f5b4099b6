"""Home, contact, policies."""

from flask import Blueprint, Response, abort, render_template

from ngoapp.core.db import found
from ngoapp.core.files import StoredFile
from ngoapp.donations.campaigns.queries import running_campaign
from ngoapp.news.queries import latest_articles
from ngoapp.organisation.colours import stylesheet
from ngoapp.organisation.queries import our_organisation

bp = Blueprint("site", __name__)
HOME_ARTICLES = 3
FOR_GOOD = "public, max-age=31536000, immutable"


@bp.get("/")
def home() -> str:
    """Who we are, the four things people come for, and what we collect for just now."""
    articles, campaign = latest_articles(HOME_ARTICLES), running_campaign()
    return render_template("site/public/home.html", articles=articles, campaign=campaign)


@bp.get("/contact")
def contact() -> str:
    """How to reach us."""
    return render_template("site/public/contact.html")


@bp.get("/privacy")
def privacy() -> str:
    """What we keep about people, health data first."""
    return render_template("site/public/privacy.html")


@bp.get("/disclaimer")
def disclaimer() -> str:
    """What our information is, and what it is not."""
    return render_template("site/public/disclaimer.html")


@bp.get("/organisation/logo/<int:file_id>")
def logo(file_id: int) -> Response:
    """The logo's bytes; nothing else is served from stored files here."""
    if our_organisation().logo_id != file_id:
        abort(404)
    file = found(StoredFile, file_id)
    headers = {
        "Cache-Control": FOR_GOOD,
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    }
    return Response(file.content, mimetype=file.content_type, headers=headers)


@bp.get("/organisation/colours-<primary>-<accent>.css")
def colours(primary: str, accent: str) -> Response:
    """The organisation's own colours."""
    ours = our_organisation()
    if (f"#{primary}", f"#{accent}") != (ours.primary_colour, ours.accent_colour):
        abort(404)
    return Response(
        stylesheet(f"#{primary}", f"#{accent}"), mimetype="text/css", headers={"Cache-Control": FOR_GOOD}
    )
