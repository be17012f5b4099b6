"""Forms around health data: whose page, correcting one's own request, finding a caller's, and a table."""

import re
from collections.abc import Sequence
from typing import Any

from wtforms import HiddenField, RadioField, SelectField, ValidationError

from ngoapp.organisation.queries import our_today
from ngoapp.packets.form_fields import choices_of
from ngoapp.packets.forms import POST, RequestFields, facts_of
from ngoapp.packets.models import PacketRequest
from ngoapp.packets.privacy.held import Span, find_by_home, find_by_phone
from ngoapp.packets.states import WORDS
from ngoapp.packets.wording import RELATIONS
from ngoapp.people.countries import country_names
from ngoapp.people.forms import DEFAULT_COUNTRY
from ngoapp.web.fields import DayField, EmailField, PhoneField, TextField, at_most, needed, optional
from ngoapp.web.forms import Form


class AskForm(Form):
    """Whose page it shall be."""

    email = EmailField(
        "E-mail",
        [needed("Enter the e-mail address that you gave us with your request.")],
        render_kw={"autocomplete": "email", "maxlength": 254},
    )


class OwnRequestForm(RequestFields):
    """Whoever asked mends what they asked for; the way it goes and the e-mail stay, whatever a browser sends."""

    way = HiddenField()  # type: ignore[assignment]  # not for choosing any more
    email = HiddenField()  # type: ignore[assignment]  # the page is that of this e-mail
    newsletter = None  # type: ignore[assignment]  # how WTForms leaves out a field of the base
    relation = RadioField(
        "Who are you asking as?", choices=choices_of(RELATIONS), default="", validators=[optional()]
    )

    def __init__(self, packet: PacketRequest) -> None:
        super().__init__(data=facts_of(packet))
        self.way.data, self.email.data = packet.way, packet.email
        self.post_instead.data = False  # for an e-mail, the address is not asked for here and stays
        self.name.flags.required = self.by_post

    def facts(self) -> dict[str, Any]:
        """What was filled in, as `correct_own` takes it."""
        asker = self.asker(relation=self.relation.data or "")
        columns = ["phone", "voicemail", "voicemail_name", "relation", "note"]
        columns += ["name", "address"] if self.way.data == POST else []
        return {"language": self.language.data, **{column: getattr(asker, column) for column in columns}}


class FindForm(Form):
    """Somebody who called, found by what they say: a number, or a name with a postal code.

    Posted, although it changes nothing: no address bar and no log keeps who was looked for."""

    phone = PhoneField("Phone", [at_most(40)], render_kw={"autocomplete": "off"})
    name = TextField("Name", [at_most(200)], render_kw={"autocomplete": "off"})
    postal_code = TextField("Postal code", [at_most(40)], render_kw={"autocomplete": "off"})
    country_code = SelectField("Country", default=DEFAULT_COUNTRY)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.country_code.choices = choices_of(country_names())

    def validate_phone(self, field: PhoneField) -> None:
        """One of the two is needed."""
        if not (field.data or (self.name.data and self.postal_code.data)):
            raise ValidationError("Enter the phone number, or name and postal code below.")

    def find(self) -> Sequence[PacketRequest]:
        """The requests of whoever it is."""
        if self.phone.data:
            return find_by_phone(self.phone.data)
        return find_by_home(self.name.data or "", self.postal_code.data or "", self.country_code.data)


class ForgetForm(Form):
    """The requests of somebody who wants to be forgotten."""

    requests = HiddenField()

    def ids(self) -> list[int]:
        """Their numbers."""
        return [
            int(part) for part in (self.requests.data or "").split(",") if re.fullmatch("[0-9]{1,15}", part)
        ]


class SpanForm(Form):
    """Which requests the table shall have."""

    since = DayField(
        "Came from", [needed("Enter the first day.")], default=lambda: our_today().replace(day=1)
    )
    until = DayField("to", [needed("Enter the last day.")], default=our_today)
    state = SelectField("State", choices=choices_of({"": "Any", **WORDS}), default="")

    def validate_until(self, field: DayField) -> None:
        """The last day is not before the first."""
        if self.since.data and field.data and field.data < self.since.data:
            raise ValidationError("Enter a day that is not before the first.")

    def span(self) -> Span:
        """What was chosen."""
        today = our_today()
        since, until = self.since.data or today, self.until.data or today
        return Span(since=since, until=until, state=self.state.data or "")
