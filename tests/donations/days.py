"""Days that Hypothesis makes up: donors give, the bank acts, Stripe tells, the worker works, the sweep sweeps.

At the end of each day everything is told, and what our books say is what the sandbox says."""

import random
from collections.abc import Callable
from itertools import count, pairwise
from typing import Any

from flask import Flask
from flask.ctx import AppContext
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
)
from sqlalchemy import func, select

from ngoapp.adapters.stripe_api import stripe_api
from ngoapp.adapters.stripe_notices import Notice
from ngoapp.cli.check import broken
from ngoapp.core.audit import AuditEntry
from ngoapp.core.db import session, transaction
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
from tests.accounts.factories import saved_staff
from tests.databases import Database
from tests.donations.factories import make_fund
from tests.donations.sandboxed import act
from tests.organisation.factories import make_organisation
from tests.sandbox.shop import ask
from tests.work import work_off

KEY = {"Authorization": "Bearer sk_test_ngoapp"}
MOST_DONATIONS, MOST_TRIES = 3, 5
DONE = 200
RHYTHMS = ["", "", "month", "year"]
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
# One number for each rule: what Hypothesis draws must not hang on what the sandbox answers, whose names are made up.
chance = st.integers(0, 2**32 - 1).map(random.Random)


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
        self.give(50, "", "pay")

    @rule(dollars=st.sampled_from([25, 50, 600]), every=st.sampled_from(RHYTHMS), what=st.sampled_from(PAYER))
    @precondition(lambda self: len(self.pledges) < MOST_DONATIONS)
    def give(self, dollars: int, every: str, what: str) -> None:
        """Somebody fills in the form, goes on to the payment page, and pays or not."""
        number = next(self.numbers)
        self.pledges.append(
            Pledge(
                action_key=f"form-{number}",
                amount=Money(dollars * 100, "USD"),
                fund_id=self.fund_id,
                donor_name=f"Donor {number}",
                email=f"donor{number}@example.org",
                every=every,
            )
        )
        self.pages.append(payment_address(self.pledges[-1]))
        self._do(self.pages[-1], what)

    @rule(chance=chance)
    def press_the_button(self, chance: random.Random) -> None:
        """The same form once more, whatever has become of it since."""
        page = payment_address(chance.choice(self.pledges))
        if "/c/pay/" in page:
            self.pages.append(page)

    @rule(chance=chance, what=st.sampled_from(PAYER))
    def act_on_a_page(self, chance: random.Random, what: str) -> None:
        """The same donor, or one who left the page open, acts on it again."""
        self._do(chance.choice(self.pages), what)

    @rule(chance=chance)
    def let_the_bank_act(self, chance: random.Random) -> None:
        """What is under way arrives or fails; money goes back, is disputed, or is paid out. Some of it is refused."""
        ways = self._ways()
        for way in chance.sample(ways, k=min(len(ways), MOST_TRIES)):
            if ask(self.sandbox, "POST", way, form=amount(chance)).status == DONE:
                return

    @rule(chance=chance)
    def tell_some(self, chance: random.Random) -> None:
        """Some of the events arrive, in any order, and some of them again."""
        events = ask(self.sandbox, "GET", "/events.json").json()
        events = [told for told in events if told["object"]]  # an announcement has none; the sweep sees it
        for told in chance.sample(events, k=min(len(events), 4)):
            notice = Notice(
                account="", event_id=told["id"], type=told["type"], object_id=told["object"], livemode=False
            )
            with transaction():
                take_in(notice, livemode=False)

    @rule()
    def work(self) -> None:
        """The worker does what waits."""
        session.rollback()
        work_off(self.app)

    @rule()
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
        objects = {told["object"] for told in events if told["object"]}
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
