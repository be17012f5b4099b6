"""What the addresses of pages are filled with: rows of the demo data, and a few that are made for the purpose."""

from collections.abc import Callable

from flask import current_app
from sqlalchemy import select

from ngoapp.accounts.links import password_link
from ngoapp.accounts.models import User
from ngoapp.accounts.queries import find_staff
from ngoapp.acknowledgments.models import Acknowledgment
from ngoapp.cli.demo import STAFF
from ngoapp.core import clock
from ngoapp.core.db import Base, session, transaction
from ngoapp.donations.links import seal
from ngoapp.news.models import Article
from ngoapp.news.queries import latest_articles
from ngoapp.organisation.queries import our_organisation
from ngoapp.receipts.links import give_link, token_of
from ngoapp.receipts.models import Receipt
from ngoapp.volunteers.models import Volunteer
from tests.acknowledgments.factories import make_published
from tests.donations.factories import make_donation
from tests.receipts.factories import make_receipt

Values = Callable[[], dict[str, object]]


def newest(model: type[Base], name: str) -> Values:
    """The id of the newest row of a model, for the part of the address with this name."""
    ids = model.__table__.c.id
    return lambda: {name: session.scalars(select(ids).order_by(ids.desc())).first()}


def article() -> dict[str, object]:
    """The newest article that readers see."""
    return {"slug": latest_articles(1)[0].slug}


def donation(state: str) -> Values:
    """The donor's own link to a donation that has come so far."""

    def token() -> dict[str, object]:
        with transaction():
            return {"token": seal(make_donation(state=state))}

    return token


def receipt() -> dict[str, object]:
    """The newest receipt."""
    number = session.scalars(select(Receipt.id).order_by(Receipt.id.desc())).first()
    return {"receipt_id": number or make_receipt().id}


def receipt_link() -> dict[str, object]:
    """The link with which a donor reads the newest receipt."""
    receipt_id, secret = receipt()["receipt_id"], current_app.config["SECRET_KEY"]
    with transaction():
        link = give_link(session.get_one(Receipt, receipt_id), secret=secret)
        return {"token": token_of(link, secret=secret)}


def name() -> dict[str, object]:
    """A name that is thanked, or was to be."""
    known = session.scalars(select(Acknowledgment.id).order_by(Acknowledgment.id.desc())).first()
    with transaction():
        return {"acknowledgment_id": known or make_published().id}


def password_token() -> dict[str, object]:
    """The link from the mail for who forgot the password."""
    user = find_staff(STAFF)
    assert user
    return {"token": password_link(user, clock.now()).rpartition("/")[2]}


def colours() -> dict[str, object]:
    """The organisation's own colours, as its style sheet is named."""
    ours = our_organisation()
    return {"primary": ours.primary_colour[1:], "accent": ours.accent_colour[1:]}


def logo() -> dict[str, object]:
    """The organisation's logo."""
    return {"file_id": our_organisation().logo_id}


news_draft = newest(Article, "article_id")
staff = newest(User, "user_id")
volunteer = newest(Volunteer, "volunteer_id")
