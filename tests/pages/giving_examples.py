"""What the addresses of pages about giving are filled with: campaigns, plans, two donors, matches, calls."""

from sqlalchemy import select

from ngoapp.acknowledgments.together.links import seal_second
from ngoapp.core.db import session, transaction
from ngoapp.donations.attempts.ledger import note_form
from ngoapp.donations.attempts.sight import Knock
from ngoapp.donations.campaigns.queries import all_campaigns, running_campaign
from ngoapp.donations.links import seal
from ngoapp.donations.mailed.models import MailedPledge
from ngoapp.donations.mailed.slips import seal_slip
from ngoapp.donations.matching.links import seal_match
from ngoapp.donations.matching.models import MatchingGift
from ngoapp.donations.models import Gift, RecurringPlan
from ngoapp.donations.recurring.links import seal_plan
from ngoapp.donations.together.models import SecondDonor
from ngoapp.donations.together.queries import second_of
from ngoapp.organisation.queries import our_organisation
from ngoapp.people.models import Person
from ngoapp.people.queries import people_at
from tests.donations.factories import (
    make_donation,
    make_joint_gift,
    make_match,
    make_phone_page,
    make_pledge,
)
from tests.donations.plans import keep_plan
from tests.pages.examples import DONOR_MAILBOX, newest


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


def campaign() -> dict[str, object]:
    """The campaign that collects just now."""
    running = running_campaign()
    assert running
    return {"slug": running.campaign.slug}


def campaign_row() -> dict[str, object]:
    """The same for staff, on either paper."""
    return {"campaign_id": next(it.campaign.id for it in all_campaigns() if it.is_running), "paper": "letter"}


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


def own_plan() -> dict[str, object]:
    """A gift that comes again, of the donor who looks; Stripe's stand-in knows nothing of it."""
    donor = people_at(DONOR_MAILBOX)[0]
    own = select(RecurringPlan).where(RecurringPlan.donor_id == donor.id).order_by(RecurringPlan.id)
    with transaction():
        plan = session.scalars(own).first() or keep_plan(session.merge(donor))
        return {"plan_id": plan.id, "person_id": donor.id}


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


second = newest(SecondDonor, "second_id", make_second)
