"""Whatever donors, banks, staff, Stripe and our worker do, in any order: only legal steps, and sums that agree.

Hypothesis makes up the days. At the end of each the sweep runs, and what our books say is what the sandbox says."""

import random
from collections.abc import Callable
from itertools import count, pairwise
from typing import Any

import pytest
from flask import Flask
from flask.ctx import AppContext
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select

from ngoapp.adapters.stripe_api import stripe_api
from ngoapp.adapters.stripe_notices import Notice
from ngoapp.cli.check import broken
from ngoapp.core.audit import AuditEntry
from ngoapp.core.db import Base, session, transaction
from ngoapp.core.errors import Refused
from ngoapp.core.money import Money
from ngoapp.donations.checkout import payment_address
from ngoapp.donations.events.inbox import take_in
from ngoapp.donations.events.reconcile import reconcile
from ngoapp.donations.models import Donation, Gift, Movement
from ngoapp.donations.payouts.comparing import TIES_OUT, compare
from ngoapp.donations.payouts.models import Payout
from ngoapp.donations.pledges import Pledge
from ngoapp.donations.returns.models import RefundRequest
from ngoapp.donations.returns.operations import ask_refund, release_refund, withdraw_refund
from tests.accounts.factories import saved_staff
from tests.databases import Database
from tests.donations.factories import make_fund
from tests.donations.sandboxed import act
from tests.organisation.factories import make_organisation
from tests.sandbox.shop import ask
from tests.sizes import LONGEST, sized
from tests.work import work_off

KEY = {"Authorization": "Bearer sk_test_ngoapp"}
MOST_DONATIONS, MOST_TRIES = 3, 5
DONE = 200
PAYER = ["pay", "pay", "pay", "later", "decline", "abandon", "expire"]
# The states that may follow each other, as the audit tells them.
DONATION_STEPS = {
    "started": {"open", "expired", "processing", "failed", "paid"},
    "open": {"started", "expired", "processing", "failed", "paid"},
    "processing": {"failed", "paid"},
    "failed": {"started"},
    "expired": {"started", "open", "paid"},
    "paid": set(),
}
REQUEST_STEPS = {
    "waiting": {"released", "withdrawn"},
    "released": {"sent", "arrived", "failed"},
    "sent": {"arrived", "failed"},
    "arrived": {"failed"},
    "failed": set(),
    "withdrawn": set(),
}
chance = st.randoms(use_true_random=False)


class Days(RuleBasedStateMachine):
    """A small charity and its bank. `app`, `database` and `sandbox` are set by the test that runs it."""

    app: Flask
    database: Database
    sandbox: str

    @initialize()
    def open_shop(self) -> None:
        """Everything is empty."""
        self.database.restore()
        ask(self.sandbox, "POST", "/reset")
        self.inside: AppContext = self.app.app_context()
        self.inside.push()
        with transaction():
            make_organisation()
            self.fund_id = make_fund().id
        self.asker, self.second = saved_staff("finance").id, saved_staff("finance").id
        self.pledges: list[Pledge] = []
        self.pages: list[str] = []
        self.numbers = count(1)
        self.give(50, "pay")

    @rule(dollars=st.sampled_from([25, 50, 600]), what=st.sampled_from(PAYER))
    @precondition(lambda self: len(self.pledges) < MOST_DONATIONS)
    def give(self, dollars: int, what: str) -> None:
        """Somebody fills in the form, goes on to the payment page, and pays or not."""
        number = next(self.numbers)
        self.pledges.append(
            Pledge(
                action_key=f"form-{number}",
                amount=Money(dollars * 100, "USD"),
                fund_id=self.fund_id,
                donor_name=f"Donor {number}",
                email=f"donor{number}@example.org",
            )
        )
        self.pages.append(payment_address(self.pledges[-1]))
        self._do(self.pages[-1], what)

    @rule(chance=chance)
    @precondition(lambda self: self.pledges)
    def press_the_button(self, chance: random.Random) -> None:
        """The same form once more, whatever has become of it since."""
        page = payment_address(chance.choice(self.pledges))
        if "/c/pay/" in page:
            self.pages.append(page)

    @rule(chance=chance, what=st.sampled_from(PAYER))
    @precondition(lambda self: self.pages)
    def act_on_a_page(self, chance: random.Random, what: str) -> None:
        """The same donor, or one who left the page open, acts on it again."""
        self._do(chance.choice(self.pages), what)

    @rule(chance=chance)
    @precondition(lambda self: self.pages)
    def let_the_bank_act(self, chance: random.Random) -> None:
        """What is under way arrives or fails; money goes back, is disputed, or is paid out. Some of it is refused."""
        ways = self._ways()
        for way in chance.sample(ways, k=min(len(ways), MOST_TRIES)):
            if ask(self.sandbox, "POST", way, form=amount(chance)).status == DONE:
                return

    @rule(chance=chance)
    @precondition(lambda self: self.pages)
    def ask_for_a_refund(self, chance: random.Random) -> None:
        """Staff give money back; a large sum waits for a second person."""
        gifts = session.scalars(select(Gift.id).order_by(Gift.id)).all()
        if gifts:
            attempt(
                lambda: ask_refund(
                    action_key=f"refund-{next(self.numbers)}",
                    gift_id=chance.choice(gifts),
                    amount=Money(chance.choice([700, 2500, 60000]), "USD"),
                    reason="requested_by_customer",
                    why="",
                    asked_by_id=self.asker,
                )
            )

    @rule(chance=chance)
    @precondition(lambda self: self._has(RefundRequest))
    def decide_on_a_refund(self, chance: random.Random) -> None:
        """The second person has their say."""
        requests = session.scalars(select(RefundRequest.id).order_by(RefundRequest.id)).all()
        if requests:
            asked, release = chance.choice(requests), chance.random() < 0.7
            attempt(lambda: release_refund(asked, by=self.second) if release else withdraw_refund(asked))

    @rule(chance=chance)
    @precondition(lambda self: self.pages)
    def tell_some(self, chance: random.Random) -> None:
        """Some of the events arrive, in any order, and some of them again."""
        events = ask(self.sandbox, "GET", "/events.json").json()
        for told in chance.sample(events, k=min(len(events), 4)):
            notice = Notice(
                account="", event_id=told["id"], type=told["type"], object_id=told["object"], livemode=False
            )
            with transaction():
                take_in(notice, livemode=False)

    @rule()
    @precondition(lambda self: self.pages)
    def work(self) -> None:
        """The worker does what waits."""
        session.rollback()
        work_off(self.app)

    @rule()
    @precondition(lambda self: self.pages)
    def sweep(self) -> None:
        """Our books are held against Stripe's."""
        reconcile(stripe_api())

    def teardown(self) -> None:
        """The day ends: everything is told, and everything agrees."""
        if not hasattr(self, "inside"):
            return
        try:
            for _ in range(2):  # what the worker does may be news to the sweep, but not twice
                self.work()
                self.sweep()
            assert reconcile(stripe_api()) == []
            sums_agree(self.sandbox)
            only_legal_steps()
            session.rollback()
            assert list(broken(self.app)) == []
        finally:
            session.rollback()
            session().info.clear()
            self.inside.pop()

    def _ways(self) -> list[str]:
        events = ask(self.sandbox, "GET", "/events.json").json()
        objects = {told["object"] for told in events}
        ways = ["/payouts"]
        for name in sorted(objects):
            if name.startswith("pi_"):
                ways += [
                    f"/payments/{name}/{how}" for how in ("succeed", "fail", "refund", "dispute", "inquire")
                ]
            elif name.startswith(("re_", "pyr_")):
                ways += [f"/refunds/{name}/{how}" for how in ("arrive", "fail")]
            elif name.startswith("du_"):
                outcomes = ("won", "lost", "warning_closed", "needs_response")
                ways += [f"/disputes/{name}/{how}" for how in outcomes]
            elif name.startswith("po_"):
                ways += [f"/payouts/{name}/{how}" for how in ("arrive", "fail")]
        return ways

    def _do(self, page: str, what: str) -> None:
        if what == "expire":
            ask(self.sandbox, "POST", f"/sessions/{page.rpartition('/')[2]}/expire")
        else:
            act(page, what)

    def _has(self, model: type[Base]) -> bool:
        return session.scalar(select(func.count()).select_from(model)) != 0


def sums_agree(sandbox: str) -> None:
    asked = ask(sandbox, "GET", "/v1/balance_transactions?limit=100", headers=KEY).json()
    booked = [each for each in asked["data"] if each["type"] != "payout" and each["type"] != "payout_failure"]
    movements = session.scalars(select(Movement)).all()
    assert sum(m.amount.minor for m in movements) == sum(each["net"] for each in booked)
    assert session.scalar(select(func.count(Gift.id))) == sum(m.kind == "payment" for m in movements)
    assert all(
        compare(payout).state == TIES_OUT
        for payout in session.scalars(select(Payout)).all()
        if payout.listed_at
    )


def only_legal_steps() -> None:
    for table, steps in ((Donation, DONATION_STEPS), (RefundRequest, REQUEST_STEPS)):
        for row_id in session.scalars(select(table.id)).all():
            for before, after in pairwise(story(table.__tablename__, row_id)):
                assert after in steps[before], f"{table.__tablename__}: {after} after {before}"


def story(table: str, row_id: int) -> list[str]:
    wanted = select(AuditEntry.action).where(
        AuditEntry.subject_kind == table, AuditEntry.subject_id == row_id
    )
    actions = session.scalars(wanted.order_by(AuditEntry.seq)).all()
    return [action.rpartition(".")[2] for action in actions]


def amount(chance: random.Random) -> dict[str, str]:
    return {"early": "1"} | chance.choice([{}, {"amount": str(chance.randint(1, 30))}])


def attempt(step: Callable[[], Any]) -> None:
    try:
        with transaction():
            step()
    except Refused:
        session.rollback()


@pytest.mark.nightly
@pytest.mark.timeout(LONGEST)
def test_any_sequence_of_days_agrees_with_stripe(app: Flask, sandbox: str, database: Database) -> None:
    class Here(Days):
        pass

    Here.app, Here.database, Here.sandbox = app, database, sandbox
    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=sized(20, 2000),
            stateful_step_count=sized(30, 50),
            deadline=None,
            database=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        ),
    )
