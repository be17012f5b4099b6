"""What the addresses of pages are filled with: rows of the demo data, or one that is made where there is none."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import current_app
from sqlalchemy import select

from ngoapp.accounts.links import password_link
from ngoapp.accounts.models import User
from ngoapp.accounts.queries import find_staff
from ngoapp.acknowledgments.models import Acknowledgment
from ngoapp.cli.demo import STAFF
from ngoapp.core import clock
from ngoapp.core.db import session, transaction
from ngoapp.core.tokens import derive, digest
from ngoapp.donations.history import years_of_giving
from ngoapp.donations.links import seal
from ngoapp.donations.matching.models import Employer, MatchingGift
from ngoapp.donations.models import Donation, Fund, Gift
from ngoapp.donations.payouts.models import Payout
from ngoapp.donations.ways.operations import Way
from ngoapp.mailings.models import Printer
from ngoapp.mailings.operations import keep_printer
from ngoapp.mailings.runs.models import PrintRun
from ngoapp.news.models import Article
from ngoapp.news.queries import latest_articles
from ngoapp.organisation.queries import our_organisation
from ngoapp.packets.batches.models import PacketBatch, PacketReprint
from ngoapp.packets.batches.operations import freeze_batch
from ngoapp.packets.batches.printing import reprint
from ngoapp.packets.jobs import PURPOSE as PACKET
from ngoapp.packets.kits.contents import Line
from ngoapp.packets.kits.models import Edition, Kit, Recall
from ngoapp.packets.kits.recalls import queue_corrections, withdraw, write_letter
from ngoapp.packets.kits.sendings import mark_gone, plan_sending
from ngoapp.packets.models import PacketLink, PacketRequest
from ngoapp.packets.operations import mark_link_mailed
from ngoapp.people.models import Person
from ngoapp.people.queries import people_at
from ngoapp.receipts.links import give_link, token_of
from ngoapp.receipts.models import Receipt
from ngoapp.receipts.operations import issue_receipt
from ngoapp.site.links import ask_for_link, seal_link
from ngoapp.site.models import GivingLink
from ngoapp.volunteers.models import Volunteer
from tests.acknowledgments.factories import make_published
from tests.donations.factories import (
    make_card_gift,
    make_donation,
    make_fund,
    make_match,
)
from tests.packets.factories import make_edition, make_email_request, make_request
from tests.receipts.factories import drawn_quickly

DONOR_MAILBOX = "lewis@example.org"
Values = Callable[[], dict[str, object]]


def sheet() -> dict[str, object]:
    """Sheets that we come with."""
    return {"name": "5160"}


def donor_run() -> dict[str, object]:
    """Labels that were printed for donors."""
    return {"run_id": session.scalars(select(PrintRun.id)).first()}


def printer() -> dict[str, object]:
    """A printer that is a little off."""
    return newest(Printer, "printer_id", lambda: keep_printer(name="By the window", right=5, down=-12))()


def newest(model: type[Any], name: str, make: Callable[[], Any] | None = None) -> Values:
    """The id of the newest row of a model, for the part of the address with this name; made, if there is none."""

    def row_id() -> dict[str, object]:
        return {name: _newest(model, make).id}

    return row_id


def _newest(model: type[Any], make: Callable[[], Any] | None = None) -> Any:
    with transaction():
        ids = model.__table__.c.id
        row = session.scalars(select(model).order_by(ids.desc()).limit(1)).first() or (make and make())
        assert row
        return row


def article() -> dict[str, object]:
    """The newest article that readers see."""
    return {"slug": latest_articles(1)[0].slug}


def donation(state: str) -> Values:
    """The donor's own link to a donation that has come so far."""

    newest_first = select(Donation).order_by(Donation.created_at.desc())

    def token() -> dict[str, object]:
        with transaction():
            known = session.scalars(newest_first.where(Donation.state == state)).first()
            return {"token": seal(known or make_donation(state=state))}

    return token


def receipt_link() -> dict[str, object]:
    """The link with which a donor reads the newest receipt."""
    secret = current_app.config["SECRET_KEY"]
    newest_receipt = _newest(Receipt, make_receipt)
    with transaction():
        return {"token": token_of(give_link(session.merge(newest_receipt), secret=secret), secret=secret)}


def giving_link() -> dict[str, object]:
    """The link to a donor's own page, as the mail brings it."""
    with transaction():
        ask_for_link(DONOR_MAILBOX)
    with transaction():
        link_id = session.scalars(select(GivingLink.id).order_by(GivingLink.id.desc())).first()
        assert link_id
        return {"token": seal_link(link_id, secret=current_app.config["SECRET_KEY"])}


def own_receipt() -> dict[str, object]:
    """A receipt of the donor who looks."""
    own = select(Receipt.id).join(Receipt.gift).join(Gift.donor).where(Person.email_key == DONOR_MAILBOX)
    return {"receipt_id": session.scalars(own).first()}


def own_gift() -> dict[str, object]:
    """A gift of the donor who looks."""
    own = select(Gift.id).join(Gift.donor).where(Person.email_key == DONOR_MAILBOX)
    return {"gift_id": session.scalars(own).first()}


def own_year() -> dict[str, object]:
    """The latest year of the donor who looks."""
    person_id, year = years_of_giving([person.id for person in people_at(DONOR_MAILBOX)])[0]
    return {"person_id": person_id, "year": year}


def packet_link() -> dict[str, object]:
    """The link that brings the packet by e-mail."""
    known = _newest(PacketLink, make_packet_link)
    with transaction():
        link = session.merge(known)
        token = derive(current_app.config["SECRET_KEY"], PACKET, link.id, link.nonce)
        link.digest, link.revoked_at = digest(token), None
        link.expires_at = max(link.expires_at, clock.now() + timedelta(days=1))
        return {"token": token}


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


def make_receipt() -> Receipt:
    """A receipt with quickly drawn paper."""
    issued = issue_receipt(make_card_gift().id, draw=drawn_quickly)
    assert issued
    return issued


def make_packet_link() -> PacketLink:
    """A link to a packet that goes out."""
    make_edition()
    return make_email_request().links[0]


def make_batch() -> PacketBatch:
    """A batch with one envelope."""
    ids = [make_request().id]
    return freeze_batch(action_key="batch-of-the-pages", request_ids=ids, stock="5160", start=1)


def make_reprint() -> PacketReprint:
    """A label of the newest batch that is printed once more."""
    newest_batch = (
        session.scalars(select(PacketBatch).order_by(PacketBatch.id.desc())).first() or make_batch()
    )
    return reprint(action_key="reprint-of-the-pages", batch_id=newest_batch.id, marks="1")


def batch_labels() -> dict[str, object]:
    """The labels of a batch with one envelope."""
    return {"batch_id": _newest(PacketBatch, make_batch).id, "paper": "labels"}


def reprint_of_a_batch() -> dict[str, object]:
    """Labels that are printed once more."""
    again = _newest(PacketReprint, make_reprint)
    return {"batch_id": again.batch_id, "reprint_id": again.id}


def make_recall() -> Recall:
    """A recall of an edition that somebody holds."""
    edition = make_edition()
    link = make_email_request().links[0]
    mark_link_mailed(link.id)
    return withdraw(action_key="recall-of-the-pages", edition_id=edition.id, reason="A number is wrong.")


def packet_letters() -> dict[str, object]:
    """A recall with a letter to post."""
    known = _newest(Recall, make_recall)
    with transaction():
        recall = session.merge(known)
        request = make_request()
        line = Line(recall.edition.item, recall.edition, 1)
        key = f"piece-{request.id}"
        plan_sending(key=key, request_id=request.id, way="post", lines=[line])
        mark_gone([key], clock.now())
        write_letter(recall.id, "Please use the new one.")
        queue_corrections(recall.id)
        return {"recall_id": recall.id}


name = newest(Acknowledgment, "acknowledgment_id", make_published)
donor = newest(Person, "person_id")
match = newest(MatchingGift, "match_id", make_match)
employer = newest(Employer, "employer_id")
gift = newest(Gift, "gift_id", make_card_gift)
fund = newest(Fund, "fund_id", make_fund)
payout = newest(Payout, "payout_id")
receipt = newest(Receipt, "receipt_id", make_receipt)
packet_kit = newest(Kit, "kit_id")
packet_recall = newest(Recall, "recall_id", make_recall)
packet_edition = newest(Edition, "edition_id", make_edition)
packet_request = newest(PacketRequest, "request_id", make_request)
packet_batch = newest(PacketBatch, "batch_id", make_batch)
news_draft = newest(Article, "article_id")
way = newest(Way, "way_id")
staff = newest(User, "user_id")
volunteer = newest(Volunteer, "volunteer_id")
