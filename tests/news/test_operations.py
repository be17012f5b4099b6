"""Writing, revising and publishing news."""

import pytest
from sqlalchemy.orm import Session

from ngoapp.core.errors import NotThere
from ngoapp.core.slugs import slug_of
from ngoapp.news.operations import (
    NothingWritten,
    publish_article,
    revise_article,
    unpublish_article,
    write_article,
)
from ngoapp.news.queries import latest_articles, published_article
from ngoapp.web.markdown import markdown
from tests.news.factories import make_article, make_published_article


def test_a_draft_has_no_page_until_it_is_published(db: Session) -> None:
    article = make_article()
    with pytest.raises(NotThere):
        published_article(article.slug)
    publish_article(article.id)
    publish_article(article.id)
    assert published_article("a-new-helper-on-the-hotline").id == article.id


def test_an_article_that_is_taken_back_is_gone_and_keeps_its_first_day(db: Session) -> None:
    article = make_published_article()
    first = article.published_at
    unpublish_article(article.id)
    assert latest_articles(3) == []
    assert publish_article(article.id).published_at == first


def test_the_address_follows_the_title_until_it_was_published(db: Session) -> None:
    article = make_article("First title")
    revise_article(article.id, title="Second title", summary="", body="x")
    assert article.slug == "second-title"
    publish_article(article.id)
    revise_article(article.id, title="Third title", summary="", body="x")
    assert article.slug == "second-title"


def test_two_articles_of_the_same_title_have_two_addresses(db: Session) -> None:
    assert make_article("Same").slug != make_article("Same").slug


def test_an_empty_article_is_not_published(db: Session) -> None:
    with pytest.raises(NothingWritten, match="Write the article"):
        publish_article(write_article(title="Empty", summary="", body=" ").id)


@pytest.mark.parametrize(
    ("title", "slug"),
    [("Éva’s “story”: part 2!", "evas-story-part-2"), ("新聞", "news"), ("a" * 300, "a" * 100)],
)
def test_an_address_is_made_of_plain_letters(title: str, slug: str) -> None:
    assert slug_of(title, otherwise="news") == slug


def test_markdown_becomes_safe_html() -> None:
    assert markdown("# Title\n\n**bold** [site](https://example.org)") == (
        '<h2>Title</h2>\n<p><strong>bold</strong> <a href="https://example.org" rel="noopener">site</a></p>\n'
    )
    hostile = (
        "<script>x</script> [a](javascript:alert(1)) ![p](https://evil.example/p.png) <b onclick=x>b</b>"
    )
    html = markdown(hostile)
    assert not any(bad in html for bad in ("<script", 'href="javascript', "<img", "<b"))
