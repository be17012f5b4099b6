"""Which of two answers of Stripe's is the newer: a subscription carries nothing that says so.

Whoever asks takes a mark before asking, and each answer that is written down gets a number above every mark taken until
then. So an answer whose mark is below a plan's number was, for all we know, given before the one that is written there:
it is thrown away, and Stripe is asked anew. Clocks have no part in it."""

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import ParamSpec, TypeVar

from sqlalchemy import func, select

from ngoapp.core.db import session
from ngoapp.core.errors import Refused
from ngoapp.donations.models import RecurringPlan

TRIES = 5
Given = ParamSpec("Given")
Result = TypeVar("Result")


class Outrun(Refused):
    """Somebody else has written down an answer of Stripe's since this one was asked for."""

    def __init__(self) -> None:
        super().__init__(
            "This gift is being changed at this very moment. Please wait a moment and press the button again."
        )


def take_mark() -> int:
    """To be taken before Stripe is asked about a plan; opens a read."""
    return session.scalar(select(func.max(RecurringPlan.followed))) or 0


def pass_mark(plan: RecurringPlan, mark: int) -> None:
    """Let an answer that was asked for after `mark` be the newest of a plan (locked by the caller). Raises Outrun."""
    if plan.followed > mark:
        raise Outrun
    plan.followed = take_mark() + 1


def newest_wins(work: Callable[Given, Result]) -> Callable[Given, Result]:
    """Have work that asks Stripe and writes down the answer done anew, asking included, while others outrun it."""

    @wraps(work)
    def again(*args: Given.args, **kwargs: Given.kwargs) -> Result:
        for _ in range(TRIES - 1):
            with suppress(Outrun):
                return work(*args, **kwargs)
        return work(*args, **kwargs)

    return again
