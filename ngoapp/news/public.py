"""News, for everybody."""

from flask import Blueprint, Response, render_template, request

from ngoapp.acknowledgments.queries import honour_roll
from ngoapp.acknowledgments.tributes.queries import tribute_section
from ngoapp.news import queries
from ngoapp.news.feed import news_feed
from ngoapp.organisation.queries import our_organisation, our_today

bp = Blueprint("news", __name__, url_prefix="/news")


@bp.get("/")
def index() -> str:
    """What is new, and who gave this month."""
    page = queries.published_page(request.args.get("page", 1, type=int))
    today = our_today()
    return render_template(
        "news/public/index.html",
        page=page,
        roll=honour_roll(today),
        tributes=tribute_section(today),
        noindex=True,
    )


@bp.get("/<slug>")
def article(slug: str) -> str:
    """One article."""
    return render_template("news/public/article.html", article=queries.published_article(slug))


@bp.get("/feed.xml")
def feed() -> Response:
    """The newest articles for feed readers. Names of donors are not in it: readers keep copies."""
    content = news_feed(our_organisation(), queries.latest_articles(queries.PAGE))
    return Response(content, mimetype="application/atom+xml")
