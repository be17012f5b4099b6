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
from ngoapp.acknowledgments.together.links import seal_second
from ngoapp.cli.demo import STAFF
from ngoapp.core import clock
from ngoapp.core.db import session, transaction
from ngoapp.core.tokens import derive, digest
from ngoapp.donations.attempts.ledger import note_form
from ngoapp.donations.attempts.sight import Knock
from ngoapp.donations.campaigns.queries import all_campaigns, running_campaign
from ngoapp.donations.history import years_of_giving
from ngoapp.donations.links import seal
from ngoapp.donations.mailed.models import MailedPledge
from ngoapp.donations.mailed.slips import seal_slip
from ngoapp.donations.matching.links import seal_match
from ngoapp.donations.matching.models import Employer, MatchingGift
from ngoapp.donations.models import Donation, Fund, Gift, RecurringPlan
from ngoapp.donations.payouts.models import Payout
from ngoapp.donations.recurring.links import seal_plan
from ngoapp.donations.together.models import SecondDonor
from ngoapp.donations.together.queries import second_of
from ngoapp.donations.ways.operations import Way
from ngoapp.mailings.models import Printer
from ngoapp.mailings.operations import keep_printer
from ngoapp.news.models import Article
from ngoapp.news.queries import latest_articles
from ngoapp.organisation.queries import our_organisation
from ngoapp.packets.jobs import PURPOSE as PACKET
from ngoapp.packets.models import PacketEdition, PacketLink, PacketRequest, PacketRun
from ngoapp.packets.runs import print_run
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
    make_joint_gift,
    make_match,
    make_phone_page,
    make_pledge,
)
from tests.donations.plans import keep_plan
from tests.packets.factories import make_edition, make_email_request, make_request
from tests.receipts.factories import drawn_quickly

DONOR_MAILBOX = "lewis@example.org"
Values = Callable[[], dict[str, object]]


def phone_page() -> dict[str, object]:
    """A page that a caller has yet to pay on."""
    with transaction():
        return {"page_id": make_phone_page().id}


def phone_token() -> dict[str, object]:
    """The caller’s own link to one."""
    with transaction():
        return {"token": seal(make_phone_page().donation)}


def currency() -> dict[str, object]:
    """Our own."""
    return {"currency": our_organisation().currency}


def sheet() -> dict[str, object]:
    """Sheets that we come with."""
    return {"name": "5160"}


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


def campaign() -> dict[str, object]:
    """The campaign that collects just now."""
    running = running_campaign()
    assert running
    return {"slug": running.campaign.slug}


def campaign_row() -> dict[str, object]:
    """The same for staff, on either paper."""
    return {"campaign_id": next(it.campaign.id for it in all_campaigns() if it.is_running), "paper": "letter"}


def donation(state: str) -> Values:
    """The donor's own link to a donation that has come so far."""

    newest_first = select(Donation).order_by(Donation.created_at.desc())

    def token() -> dict[str, object]:
        with transaction():
            known = session.scalars(newest_first.where(Donation.state == state)).first()
            return {"token": seal(known or make_donation(state=state))}

    return token


def mailed_link() -> dict[str, object]:
    """The link with which a donor goes on to the payment."""
    with transaction():
        waiting = make_donation(state="started")
        knock = Knock(source="here", mailbox="theirs", amount=(5000, "USD"), tiny=False)
        note_form(knock, action_key=waiting.action_key, outcome="linked", way="link")
        return {"token": seal(waiting)}


def slip() -> dict[str, object]:
    """The donor's own link to a check that is on its way."""
    waiting = select(MailedPledge).where(MailedPledge.state == "promised").order_by(MailedPledge.id.desc())
    with transaction():
        return {"token": seal_slip(session.scalars(waiting).first() or make_pledge())}


def plan_link() -> dict[str, object]:
    """The donor's own link to a recurring gift whose card has failed."""
    failed = select(RecurringPlan).where(RecurringPlan.state == "past_due").order_by(RecurringPlan.id)
    with transaction():
        return {"token": seal_plan(session.scalars(failed).one())}


def plan_to_match() -> dict[str, object]:
    """A recurring gift that was made in Stripe's dashboard."""
    return {
        "plan_id": session.scalars(select(RecurringPlan.id).where(RecurringPlan.matching == "waiting")).one()
    }


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


def own_plan() -> dict[str, object]:
    """A gift that comes again, of the donor who looks; Stripe's stand-in knows nothing of it."""
    donor = people_at(DONOR_MAILBOX)[0]
    own = select(RecurringPlan).where(RecurringPlan.donor_id == donor.id).order_by(RecurringPlan.id)
    with transaction():
        plan = session.scalars(own).first() or keep_plan(session.merge(donor))
        return {"plan_id": plan.id, "person_id": donor.id}


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


def housemate() -> dict[str, object]:
    """Somebody who gives together with another."""
    together = select(Person.id).where(Person.household_id.is_not(None)).order_by(Person.id)
    return {"person_id": session.scalars(together).first()}


def together_link() -> dict[str, object]:
    """The link of the second of two donors."""
    asked = select(SecondDonor).where(SecondDonor.asked > 0)
    with transaction():
        return {"token": seal_second(session.scalars(asked).first() or make_second())}


def joint_gift() -> dict[str, object]:
    """A gift of two."""
    with transaction():
        joint = session.scalars(select(SecondDonor.donation_id).where(SecondDonor.donation_id.is_not(None)))
        gift_id = session.scalars(select(Gift.id).where(Gift.donation_id.in_(joint.all()))).first()
        return {"gift_id": gift_id or make_joint_gift().id}


def match_link() -> dict[str, object]:
    """The donor's link to a match that they hope for."""
    open_still = select(MatchingGift).where(MatchingGift.state == "possible")
    with transaction():
        return {"token": seal_match(session.scalars(open_still).first() or make_match())}


def make_second() -> SecondDonor:
    """The second donor of a gift."""
    second = second_of(make_joint_gift())
    assert second
    return second


def make_receipt() -> Receipt:
    """A receipt with quickly drawn paper."""
    issued = issue_receipt(make_card_gift().id, draw=drawn_quickly)
    assert issued
    return issued


def make_packet_link() -> PacketLink:
    """A link to a packet that goes out."""
    make_edition()
    return make_email_request().links[0]


def make_run() -> PacketRun:
    """A sheet of labels with one label."""
    return print_run(action_key="run-of-the-pages", request_ids=[make_request().id], stock="5160", start=1)


name = newest(Acknowledgment, "acknowledgment_id", make_published)
donor = newest(Person, "person_id")
match = newest(MatchingGift, "match_id", make_match)
employer = newest(Employer, "employer_id")
second = newest(SecondDonor, "second_id", make_second)
gift = newest(Gift, "gift_id", make_card_gift)
fund = newest(Fund, "fund_id", make_fund)
payout = newest(Payout, "payout_id")
receipt = newest(Receipt, "receipt_id", make_receipt)
packet_edition = newest(PacketEdition, "edition_id", make_edition)
packet_request = newest(PacketRequest, "request_id", make_request)
packet_run = newest(PacketRun, "run_id", make_run)
news_draft = newest(Article, "article_id")
way = newest(Way, "way_id")
staff = newest(User, "user_id")
volunteer = newest(Volunteer, "volunteer_id")
