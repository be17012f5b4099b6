"""Whose is it? The form in which staff say who gives by a subscription that was made in Stripe's dashboard."""

from collections.abc import Iterable, Sequence
from typing import Any

from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from ngoapp.core.db import found
from ngoapp.donations.models import Fund, RecurringPlan
from ngoapp.people.models import Person
from ngoapp.people.operations import find_or_make_person
from ngoapp.people.queries import find_people, mailbox_of, people_at
from ngoapp.web.fields import needed
from ngoapp.web.forms import Form

NEW = "new"


class MatchForm(Form):
    """One of the people who are like the customer, or somebody new; and what the money is for."""

    donor = RadioField("Who gives?", [needed("Choose who gives.")])
    fund_id = SelectField("Fund", [needed("Choose a fund.")], coerce=int)

    def __init__(self, *, plan: RecurringPlan, funds: Sequence[Fund], text: str = "", **kwargs: Any) -> None:
        super().__init__(fund_id=plan.fund_id, **kwargs)
        self.name, self.email = plan.customer_name or plan.customer_email, plan.customer_email
        likely = _likely(plan, text)
        new = SelectChoice(NEW, f"Somebody new: {self.name or 'without a name'}")
        self.donor.choices = [*(SelectChoice(str(who.id), _described(who)) for who in likely), new]
        self.fund_id.choices = [SelectChoice(fund.id, fund.name) for fund in funds]

    def chosen(self) -> tuple[Person, Fund]:
        """Who it is, made where they are new, and the fund."""
        fund = found(Fund, self.fund_id.data)
        if self.donor.data == NEW:
            return find_or_make_person(name=self.name, email=self.email or None), fund
        return found(Person, int(self.donor.data)), fund


def _likely(plan: RecurringPlan, text: str) -> Iterable[Person]:
    """Those who share the mailbox first, then those of the name that was searched for, or of the customer's."""
    same = people_at(mailbox_of(plan.customer_email)) if plan.customer_email else []
    words = text.strip() or plan.customer_name
    named = find_people(words) if words else ()
    return {person.id: person for person in (*same, *named)}.values()


def _described(person: Person) -> str:
    return f"{person.name} · {person.email or 'no e-mail'}"
