"""What the worker does about gifts that come again."""

from datetime import UTC, datetime, time

from ngoapp.adapters.smtp import smtp
from ngoapp.adapters.stripe_api import stripe_api
from ngoapp.core.db import end_read, found, transaction
from ngoapp.core.outbox import GiveUp
from ngoapp.donations.events.transitions import settle
from ngoapp.donations.events.truth import truth_behind
from ngoapp.donations.models import RecurringPlan
from ngoapp.donations.recurring.announcing import AHEAD, announce_renewals
from ngoapp.donations.recurring.links import CARD, seal_plan
from ngoapp.donations.recurring.models import PlanInvoice
from ngoapp.donations.recurring.newest import newest_wins
from ngoapp.donations.recurring.queries import last_gift_before
from ngoapp.donations.recurring.rhythms import EVERY, KINDS
from ngoapp.organisation.queries import our_organisation
from ngoapp.web.mail import absolute, render_mail


def sync_plan(plan_id: int) -> None:
    """Ask Stripe for everything that was ever paid under a plan, and record what is missing. A repeat does nothing."""
    subscription_id, api = found(RecurringPlan, plan_id).subscription_id, stripe_api()
    end_read()
    if subscription_id is None:
        return
    for invoice in reversed(api.billing.invoices_of(subscription_id)):
        _sync_invoice(invoice.id)


@newest_wins
def _sync_invoice(invoice_id: str) -> None:
    api = stripe_api()
    truth = truth_behind(api, invoice_id)
    with transaction():
        settle(truth, livemode=api.livemode)


def announce() -> None:
    """Announce every yearly charge that is a week away. A repeat announces none."""
    with transaction():
        announce_renewals()


def send_renewal_failed(invoice_id: int) -> None:
    """Tell a donor kindly that the card did not work this time, and how to mend it; not if that is over.

    It is where the card has worked since, or where Stripe has given up meanwhile: then the last note says so."""
    row = found(PlanInvoice, invoice_id)
    if row.state == "failed" and row.plan.state != "ended":
        with transaction():
            token = seal_plan(found(RecurringPlan, row.plan_id))
        _send(
            "renewal_failed",
            row.plan,
            key=f"renewal-failed-{row.id}",
            subject="About your gift to {}",
            written_at=row.made_at,
            amount=row.amount,
            next_try_at=row.next_try_at,
            card_url=absolute(CARD + token),
        )


def send_plan_ended(plan_id: int) -> None:
    """The last word about a card that never worked again: thanks, and how to begin anew."""
    plan = found(RecurringPlan, plan_id)
    if plan.ended_at:
        _send(
            "plan_ended",
            plan,
            key=f"plan-ended-{plan.id}",
            subject="Your gift to {} has ended",
            written_at=plan.ended_at,
            donate_url=absolute("/donate"),
        )


def send_plan_stopped(plan_id: int, stopped: int) -> None:
    """Confirm to a donor that their gift is stopped since this instant; not if it goes on after all."""
    plan, at = found(RecurringPlan, plan_id), datetime.fromtimestamp(stopped, UTC)
    if plan.state in {"ending", "ended"}:
        _send(
            "plan_stopped",
            plan,
            key=f"plan-stopped-{plan.id}-{stopped}",
            subject="Your gift to {} is stopped",
            written_at=at,
            last=last_gift_before(plan, at),
            giving_url=absolute("/giving"),
            donate_url=absolute("/donate"),
        )


def send_upcoming(plan_id: int) -> None:
    """Announce a charge that comes once a year; not if the plan was stopped or paused since."""
    plan = found(RecurringPlan, plan_id)
    if plan.announced_for and plan.state == "active":
        _send(
            "upcoming",
            plan,
            key=f"upcoming-{plan.id}-{plan.announced_for:%Y-%m-%d}",
            subject="Your yearly gift to {} comes in a week",
            written_at=datetime.combine(plan.announced_for - AHEAD, time(12), UTC),
            day=plan.announced_for,
        )


def _send(
    template: str, plan: RecurringPlan, *, key: str, subject: str, written_at: datetime, **context: object
) -> None:
    donor, ours = plan.donor, our_organisation()
    if donor is None or not donor.mail_to:
        raise GiveUp("nobody to write to")
    message = render_mail(
        f"donations/{template}",
        key=key,
        to=donor.mail_to,
        subject=subject.format(ours.short_name),
        written_at=written_at,
        name=plan.donation.donor_name if plan.donation else donor.name,
        plan=plan,
        kind=KINDS[plan.every].lower(),
        every=EVERY[plan.every],
        **context,
    )
    end_read()
    smtp().send(message)
