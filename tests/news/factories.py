"""Articles for tests."""

from ngoapp.news.models import Article
from ngoapp.news.operations import publish_article, write_article


def make_article(title: str = "A new helper on the hotline", *, body: str = "Ana joins us.") -> Article:
    """A draft."""
    return write_article(title=title, summary="Ana joins us in May.", body=body)


def make_published_article(
    title: str = "A new helper on the hotline", *, body: str = "Ana joins us."
) -> Article:
    """An article that readers see."""
    return publish_article(make_article(title, body=body).id)
