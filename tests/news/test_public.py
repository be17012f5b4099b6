"""News as readers see it."""

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ngoapp.acknowledgments.operations import withdraw
from ngoapp.core.db import transaction
from tests.acknowledgments.factories import make_published
from tests.donations.factories import make_card_gift
from tests.news.factories import make_article, make_published_article
from tests.organisation.factories import make_organisation


def test_the_news_page_shows_articles_and_thanks_this_months_donors(db: Session, client: FlaskClient) -> None:
    with transaction():
        make_organisation()
        make_published_article()
        make_published("Ana Ruiz")
        make_card_gift()
    page = client.get("/news/").text
    assert "A new helper on the hotline" in page
    assert page.index("Anonymous</li>") < page.index("Ana Ruiz</li>")
    assert '<meta name="robots" content="noindex">' in page


def test_a_withdrawn_name_is_gone_on_the_next_request(db: Session, client: FlaskClient) -> None:
    with transaction():
        make_organisation()
        shown = make_published("Ana Ruiz")
    assert "Ana Ruiz" in client.get("/news/").text
    with transaction():
        withdraw(shown.id, reason="donor")
    assert "Ana Ruiz" not in client.get("/news/").text


def test_a_draft_is_not_found(db: Session, client: FlaskClient) -> None:
    with transaction():
        make_organisation()
        make_article()
    assert client.get("/news/a-new-helper-on-the-hotline").status_code == 404


def test_the_feed_has_articles_and_no_names_of_donors(db: Session, client: FlaskClient) -> None:
    with transaction():
        make_organisation()
        make_published_article()
        make_published("Ana Ruiz")
    feed = client.get("/news/feed.xml")
    assert feed.mimetype == "application/atom+xml"
    assert "http://localhost/news/a-new-helper-on-the-hotline" in feed.text
    assert "Ruiz" not in feed.text
