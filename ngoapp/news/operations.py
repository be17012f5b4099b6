"""Writes about news."""

import secrets

from sqlalchemy import select

from ngoapp.core import audit, clock
from ngoapp.core.db import locked, save, session
from ngoapp.core.errors import Refused
from ngoapp.core.slugs import slug_of
from ngoapp.news.models import Article

TAKEN = {"feed", "feed.xml"}


class NothingWritten(Refused):
    """An article needs a text before it is shown."""

    def __init__(self) -> None:
        super().__init__("Write the article before you publish it.", field="body")


def write_article(*, title: str, summary: str, body: str) -> Article:
    """Keep a new draft; its address is made of the title. Body is Markdown."""
    moment = clock.now()
    article = save(
        Article(
            slug=_free_slug(title),
            title=title,
            summary=summary,
            body=body,
            created_at=moment,
            updated_at=moment,
        )
    )
    audit.record("article.written", article)
    return article


def revise_article(article_id: int, *, title: str, summary: str, body: str) -> Article:
    """Change an article. One that was published keeps its address."""
    article = locked(Article, article_id)
    if title != article.title and article.published_at is None:
        article.slug = _free_slug(title)
    article.title, article.summary, article.body = title, summary, body
    article.updated_at = clock.now()
    audit.record("article.revised", article)
    return article


def publish_article(article_id: int) -> Article:
    """Show the article from now on; a repeat does nothing. Raises NothingWritten."""
    article = locked(Article, article_id)
    if not article.body.strip():
        raise NothingWritten
    if article.state == "draft":
        article.state = "published"
        article.published_at = article.published_at or clock.now()
        audit.record("article.published", article)
    return article


def unpublish_article(article_id: int) -> Article:
    """Make the article a draft again: it is gone from every page at once."""
    article = locked(Article, article_id)
    if article.state == "published":
        article.state = "draft"
        audit.record("article.unpublished", article)
    return article


def _free_slug(title: str) -> str:
    slug = plain = slug_of(title, otherwise="news")
    while slug in TAKEN or session.scalar(select(Article.id).where(Article.slug == slug)):
        slug = f"{plain}-{secrets.token_hex(2)}"
    return slug
