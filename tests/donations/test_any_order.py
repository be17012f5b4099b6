"""Whatever donors, banks, staff, Stripe and our worker do, in any order: only legal steps, and sums that agree."""

import random
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test
from sqlalchemy import select

from ngoapp.core.db import session
from ngoapp.core.errors import Refused
from ngoapp.core.money import Money
from ngoapp.donations.models import Gift, RecurringPlan
from ngoapp.donations.recurring import changes
from ngoapp.donations.returns.models import RefundRequest
from ngoapp.donations.returns.operations import ask_refund, release_refund, withdraw_refund
from ngoapp.organisation.queries import our_today
from tests.databases import Database
from tests.donations.days import Days, attempt, chance
from tests.sandbox.shop import ask
from tests.sizes import LONGEST, sized

OUTCOMES = ["pay", "pay", "pay", "decline", "action"]
AHEAD = ["renewal", "renewal", "next", "week_before"]


class WholeDays(Days):
    """Staff give money back; gifts come again, and donors change them."""

    @rule(chance=chance)
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
    def decide_on_a_refund(self, chance: random.Random) -> None:
        """The second person has their say."""
        requests = session.scalars(select(RefundRequest.id).order_by(RefundRequest.id)).all()
        if requests:
            asked, release = chance.choice(requests), chance.random() < 0.7
            attempt(lambda: release_refund(asked, by=self.second) if release else withdraw_refund(asked))

    @rule(chance=chance, outcome=st.sampled_from(OUTCOMES), to=st.sampled_from(AHEAD))
    def let_time_go_on(self, chance: random.Random, outcome: str, to: str) -> None:
        """The next charge of a gift that comes again is announced, paid, or declined and tried again."""
        for subscription in chance.sample(running := self._running(), k=min(len(running), 1)):
            wanted = {"to": to, "outcome": outcome, "today": True}
            ask(self.sandbox, "POST", f"/subscriptions/{subscription}/advance.json", body=wanted)

    @rule(chance=chance)
    def change_a_gift_that_comes_again(self, chance: random.Random) -> None:
        """A donor rests, stops, goes on, or gives more. Some of it is refused."""
        plans = session.scalars(select(RecurringPlan.id).order_by(RecurringPlan.id)).all()
        session.rollback()
        if not plans:
            return
        plan_id, key = chance.choice(plans), f"change-{next(self.numbers)}"
        ways: list[Any] = [
            lambda: changes.stop(plan_id, key=key),
            lambda: changes.go_on(plan_id, key=key),
            lambda: changes.pause(plan_id, our_today() + timedelta(days=200), key=key),
            lambda: changes.resume(plan_id, key=key),
            lambda: changes.change_amount(plan_id, Money(chance.choice([1000, 4000]), "USD"), key=key),
        ]
        with suppress(Refused):
            chance.choice(ways)()

    def _running(self) -> list[str]:
        known = ask(self.sandbox, "GET", "/subscriptions.json").json()
        return [each["id"] for each in known if each["status"] in {"active", "past_due"}]


@pytest.mark.nightly
@pytest.mark.timeout(LONGEST)
def test_any_sequence_of_days_agrees_with_stripe(app: Flask, sandbox: str, database: Database) -> None:
    class Here(WholeDays):
        pass

    Here.app, Here.database, Here.sandbox = app, database, sandbox
    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=sized(20, 2000),
            stateful_step_count=sized(30, 50),
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
