"""The Atom feed."""

from collections.abc import Sequence

from feedgen.feed import FeedGenerator

from ngoapp.news.models import Article
from ngoapp.organisation.models import Organisation
from ngoapp.web.mail import absolute


def news_feed(organisation: Organisation, articles: Sequence[Article]) -> bytes:
    """Titles, introductions and addresses of articles, as Atom."""
    feed = FeedGenerator()
    feed.id(absolute("/news/"))
    feed.title(f"News of {organisation.public_name}")
    feed.link(href=absolute("/news/"))
    feed.link(href=absolute("/news/feed.xml"), rel="self")
    feed.updated(articles[0].updated_at if articles else organisation.updated_at)
    for article in articles:
        entry = feed.add_entry(order="append")
        entry.id(absolute(f"/news/{article.slug}"))
        entry.link(href=absolute(f"/news/{article.slug}"))
        entry.title(article.title)
        entry.summary(article.summary)
        entry.published(article.published_at)
        entry.updated(article.updated_at)
    return bytes(feed.atom_str(pretty=True))
