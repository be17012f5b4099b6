"""News, for staff: write, revise, publish."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from ngoapp.accounts.guards import staff_required
from ngoapp.core.db import found, transaction
from ngoapp.news import queries
from ngoapp.news.forms import ArticleForm
from ngoapp.news.models import Article
from ngoapp.news.operations import publish_article, revise_article, unpublish_article, write_article
from ngoapp.web.forms import attempt

bp = Blueprint("news_staff", __name__, url_prefix="/staff/news")


@bp.get("/")
@staff_required("news:write")
def index() -> str:
    """Every article."""
    return render_template("news/staff/index.html", articles=queries.all_articles())


@bp.route("/new", methods=["GET", "POST"])
@staff_required("news:write")
def new() -> str | Response:
    """Write an article."""
    form = ArticleForm()
    if form.validate_on_submit():
        with attempt(form):
            article = write_article(**form.values())
            flash("The draft is saved.", "success")
            return redirect(url_for(".edit", article_id=article.id), 303)
    return render_template("news/staff/edit.html", form=form, article=None)


@bp.route("/<int:article_id>", methods=["GET", "POST"])
@staff_required("news:write")
def edit(article_id: int) -> str | Response:
    """Revise an article, and see it as readers will."""
    article = found(Article, article_id)
    form = ArticleForm(obj=article)
    if form.validate_on_submit():
        with attempt(form):
            revise_article(article_id, **form.values())
            flash("Saved.", "success")
            return redirect(url_for(".edit", article_id=article_id), 303)
    return render_template("news/staff/edit.html", form=form, article=article)


@bp.post("/<int:article_id>/publish")
@staff_required("news:write")
def publish(article_id: int) -> Response:
    """Show an article."""
    with transaction():
        publish_article(article_id)
        flash("The article is published.", "success")
    return redirect(url_for(".edit", article_id=article_id), 303)


@bp.post("/<int:article_id>/unpublish")
@staff_required("news:write")
def unpublish(article_id: int) -> Response:
    """Take an article back."""
    with transaction():
        unpublish_article(article_id)
        flash("The article is a draft again. Readers no longer see it.", "success")
    return redirect(url_for(".edit", article_id=article_id), 303)
