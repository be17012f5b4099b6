"""Reads about news."""

from collections.abc import Sequence

from sqlalchemy import Select, select

from ngoapp.core.db import session
from ngoapp.core.errors import NotThere
from ngoapp.core.pages import Page, page_of
from ngoapp.news.models import Article

PAGE = 10


def published_article(slug: str) -> Article:
    """The article at this address. Raises NotThere for one that is not published."""
    article = session.scalar(select(Article).where(Article.slug == slug, Article.state == "published"))
    if article is None:
        raise NotThere
    return article


def published_page(number: int) -> Page[Article]:
    """Published articles, newest first, ten to a page."""
    return page_of(_published(), number, size=PAGE)


def latest_articles(count: int) -> Sequence[Article]:
    """The newest published articles."""
    return session.scalars(_published().limit(count)).all()


def all_articles() -> Sequence[Article]:
    """Every article for staff: drafts first, then the newest."""
    return session.scalars(select(Article).order_by(Article.state, Article.updated_at.desc())).all()


def _published() -> Select[Article]:
    newest_first = (Article.published_at.desc(), Article.id.desc())
    return select(Article).where(Article.state == "published").order_by(*newest_first)
