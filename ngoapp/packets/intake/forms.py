"""What an operator fills in while somebody talks, and what is typed from a letter, an e-mail or a list."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from wtforms import BooleanField, RadioField, SubmitField, ValidationError

from ngoapp.organisation.queries import our_organisation, our_today
from ngoapp.packets.calls.digests import digests_of
from ngoapp.packets.form_fields import choices_of
from ngoapp.packets.forms import POST, StaffFields
from ngoapp.packets.intake.pasting import mark_of, placed
from ngoapp.packets.intake.twins import DECISIONS, keys_of
from ngoapp.packets.wording import CHANNELS, CONSENTS, WAYS
from ngoapp.people.addresses import problems
from ngoapp.web.fields import ActionKeyField, DayField, LongTextField, TextField, at_most, needed, optional

NOON = time(12)
A_NUMBER = re.compile(r"[0-9]{1,9}")
KEPT = ("channel", "event", "received_on", "way", "kit", "language")


class EnterRequestForm(StaffFields):
    """Staff enter a request that came by telephone, letter, e-mail or at an event."""

    action_key = ActionKeyField()
    channel = RadioField(
        "How did it come?",
        [needed("Choose how the request came.")],
        choices=choices_of({code: CHANNELS[code] for code in CONSENTS}),
        default="phone",
    )
    received_on = DayField("Came on", [needed("Enter the day the request came.")], default=our_today)
    event = TextField("Which event?", [at_most(120)])
    agree = BooleanField(
        "They agreed", [needed("Tick this once they have agreed. Without it we may not keep this.")]
    )
    way = RadioField(
        "How would they like it?",
        [needed("Choose e-mail or postal mail.")],
        choices=choices_of(WAYS),
        default=POST,
    )
    pasted = LongTextField("Address", [at_most(1000)], render_kw={"rows": 4})
    drawn_country = TextField()  # type: ignore[assignment]  # drawn with the address's parts, which are drawn anew when they are split
    split_of = TextField()
    split = SubmitField("Split this address")
    look = SubmitField("Look whether they asked before")
    decision = RadioField("What shall we do?", choices=choices_of(DECISIONS), validators=[optional()])
    save_next = SubmitField("Save, and enter the next")

    def __init__(self, args: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        kept = _kept(args or {})
        super().__init__(data=kept, **kwargs)
        for field in (self.name, self.pasted, self.decision):
            field.flags.required = True  # each is shown only where it is needed
        first = self.name if kept.get("agree") else self.agree
        first.render_kw = {**(first.render_kw or {}), "autofocus": True}

    def process(
        self,
        formdata: Any = None,
        obj: object | None = None,
        data: Mapping[str, Any] | None = None,
        extra_filters: Mapping[str, Sequence[Any]] | None = None,
        **kwargs: object,
    ) -> None:
        """Read what was sent, the pasted address in its parts."""
        sent = self.meta.wrap_formdata(self, formdata)
        super().process(placed(sent) if sent else sent, obj, data, extra_filters, **kwargs)

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Whether all is well; never while an address is only split, and then nothing is found fault with."""
        return not (self.split.data or self.look.data) and super().validate(extra_validators)

    def validate_pasted(self, field: LongTextField) -> None:
        """Typed parts and another address in one piece: only staff can say which of the two counts."""
        mark = mark_of(field.data or "")
        if self.by_post and mark and mark != self.split_of.data:
            raise ValidationError("There is an address below as well. Empty this box, or the parts below it.")

    @property
    def address_is_clear(self) -> bool:
        """Whether the address has all its parts, and none looks wrong."""
        return self.has_address() and not [it for it in problems(self.address(name="")) if it.field != "name"]

    @property
    def address_is_wrong(self) -> bool:
        """Whether something was found fault with that is to be seen."""
        return any(field.errors for field in self.address_fields())

    @property
    def address_line(self) -> str:
        """The address in one line, for reading it back to whoever said it."""
        address = self.address(name="")
        parts = [address.company_name, *address.street_address.splitlines(), address.city_area, address.city]
        area = " ".join(part for part in (address.country_area, address.postal_code) if part)
        return ", ".join(part for part in (*parts, area, address.country_code) if part)

    def facts(self) -> dict[str, Any]:
        """What was filled in, as `enter_request` takes it."""
        asker = self.asker(relation=self.relation.data or "")
        return {
            "action_key": self.action_key.data,
            "channel": self.channel.data,
            "event": self.event.data or "" if self.channel.data == "event" else "",
            "kit_id": self.kit.data,
            "way": self.way.data,
            "language": self.language.data,
            "asker": asker,
            "digests": digests_of(keys_of(asker)) if self.channel.data == "event" else (),
            "consent": self.consent(CONSENTS[self.channel.data]),
            "received_at": _instant(self.received_on.data),
            "decision": self.decision.data or "",
        }

    @property
    def came_before_today(self) -> bool:
        """Whether the day is not simply today, and has to be seen."""
        return bool(self.received_on.errors or self.received_on.data != our_today())

    def next_page(self, page: str) -> str:
        """An empty form with what a whole stack has in common, where that was asked for; two callers share nothing
        but the telephone."""
        shared = KEPT[:1] if self.channel.data == "phone" else KEPT
        kept = {name: str(self._fields[name].data) for name in shared if self._fields[name].data}
        return f"{page}?{urlencode(kept)}" if self.save_next.data else ""


def _kept(args: Mapping[str, str]) -> dict[str, Any]:
    """What the address says of the last request; who wrote in, or signed a list, agreed by doing so."""
    if args.get("channel") not in CONSENTS:
        return {}
    kept: dict[str, Any] = {name: args[name] for name in KEPT if args.get(name)}
    kept["kit"] = int(kept["kit"]) if A_NUMBER.fullmatch(kept.get("kit", "")) else None
    try:
        kept["received_on"] = date.fromisoformat(args.get("received_on", ""))
    except ValueError:
        kept["received_on"] = our_today()
    return {**kept, "agree": args["channel"] != "phone"}


def _instant(day: date | None) -> datetime | None:
    """The moment that stands for a day: now for today, noon for an earlier one."""
    if day is None or day == our_today():
        return None
    return datetime.combine(day, NOON, ZoneInfo(our_organisation().time_zone))
