"""Reads about news."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from ngoapp.core.db import session
from ngoapp.core.errors import NotThere
from ngoapp.news.models import Article

PAGE = 10


@dataclass(frozen=True)
class Page:
    """A page of articles; `number` counts from 1, `total` are all articles."""

    items: Sequence[Article]
    number: int
    total: int

    @property
    def has_next(self) -> bool:
        """Whether older ones follow."""
        return self.number * PAGE < self.total

    @property
    def has_previous(self) -> bool:
        """Whether newer ones come before."""
        return self.number > 1


def published_article(slug: str) -> Article:
    """The article at this address. Raises NotThere for one that is not published."""
    article = session.scalar(select(Article).where(Article.slug == slug, Article.state == "published"))
    if article is None:
        raise NotThere
    return article


def published_page(number: int) -> Page:
    """Published articles, newest first, ten to a page."""
    total = session.scalar(select(func.count()).where(Article.state == "published")) or 0
    items = latest_articles(PAGE, offset=(number - 1) * PAGE)
    return Page(items, number, total)


def latest_articles(count: int, *, offset: int = 0) -> Sequence[Article]:
    """The newest published articles."""
    return session.scalars(
        select(Article)
        .where(Article.state == "published")
        .order_by(Article.published_at.desc(), Article.id.desc())
        .limit(count)
        .offset(offset)
    ).all()


def all_articles() -> Sequence[Article]:
    """Every article for staff: drafts first, then the newest."""
    return session.scalars(select(Article).order_by(Article.state, Article.updated_at.desc())).all()
