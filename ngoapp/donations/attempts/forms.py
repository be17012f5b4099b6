"""Staff's forms: pausing by hand, and finding charges that are alike."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from werkzeug.datastructures import MultiDict
from wtforms import DateTimeLocalField, SelectField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from ngoapp.core import clock
from ngoapp.donations.attempts.runs import Alike
from ngoapp.organisation.queries import our_organisation
from ngoapp.web.fields import ActionKeyField, LongTextField, MoneyField, TextField, at_most, needed, optional
from ngoapp.web.forms import Form

A_DAY, A_MINUTE = timedelta(days=1), timedelta(minutes=1)
AS_SENT = "%Y-%m-%dT%H:%M"  # as a browser sends a day with a time
SHOWN = 4  # signs of a digest: enough to tell one from another on a page


def short(digest: str) -> str:
    """A digest as people see it."""
    return digest[:SHOWN].upper()


class PauseForm(Form):
    """Taking no cards for a while."""

    reason = TextField(
        "Why",
        [needed("Say why, for your colleagues."), at_most(200)],
        render_kw={"autocomplete": "off"},
    )


class AlikeForm(Form):
    """What test charges have in common; it stands in the address."""

    class Meta:
        """Nothing is changed by it."""

        csrf = False

    since = DateTimeLocalField("From", [needed("Enter a day and a time.")])
    until = DateTimeLocalField("To", [needed("Enter a day and a time.")])
    amount = MoneyField("Exactly this amount", [optional()])
    card = SelectField("Card", validate_choice=False)
    source = SelectField("Connection", validate_choice=False)

    def __init__(self, asked: MultiDict[str, str], *, cards: Iterable[Any], sources: Iterable[Any]) -> None:
        self._zone = ZoneInfo(our_organisation().time_zone)
        now = clock.now().astimezone(self._zone)
        the_last_day = {"since": (now - A_DAY).strftime(AS_SENT), "until": (now + A_MINUTE).strftime(AS_SENT)}
        super().__init__(formdata=MultiDict(the_last_day | asked.to_dict()))
        self.amount.currency = our_organisation().currency
        self.card.choices = _choices("Any card", cards, self.card.data)
        self.source.choices = _choices("Any connection", sources, self.source.data)

    def validate_until(self, field: DateTimeLocalField) -> None:
        """The end comes after the beginning."""
        if field.data and self.since.data and field.data <= self.since.data:
            raise ValidationError("Enter an end that is after the beginning.")

    @property
    def is_narrow(self) -> bool:
        """Whether more than a time was chosen: only then are the gifts so much alike that they come ticked."""
        return bool(self.amount.data or self.card.data or self.source.data)

    def alike(self) -> Alike:
        """What was chosen, as the domain takes it."""
        return Alike(
            since=self._instant(self.since.data),
            until=self._instant(self.until.data),
            amount=self.amount.data,
            card=self.card.data or "",
            source=self.source.data or "",
        )

    def _instant(self, local: datetime | None) -> datetime:
        return local.replace(tzinfo=self._zone) if local else clock.now()


class RunForm(Form):
    """Giving back what is ticked."""

    run_key = ActionKeyField()
    why = LongTextField(
        "Note for your colleagues",
        [at_most(500)],
        render_kw={"rows": 2, "autocomplete": "off", "data-private": ""},
    )


def _choices(anything: str, busiest: Iterable[Any], chosen: str | None) -> list[SelectChoice]:
    often = [SelectChoice(digest, f"{short(digest)}, {count} times") for digest, count in busiest]
    if chosen and chosen not in {choice.value for choice in often}:
        often.append(SelectChoice(chosen, short(chosen)))
    return [SelectChoice("", anything), *often]
