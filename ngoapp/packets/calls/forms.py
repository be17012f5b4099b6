"""Forms beside the telephone: short, and used while somebody talks."""

from typing import Any

from wtforms import BooleanField, RadioField, SelectField

from ngoapp.packets.calls.operations import Caller
from ngoapp.packets.calls.wording import ABOUT, KINDS, NOTE_HINT, SAFE, WORDS_HINT
from ngoapp.packets.duplicates import Keys, name_key, phone_key, postal_key
from ngoapp.packets.form_fields import choices_of
from ngoapp.web.fields import (
    ActionKeyField,
    DayField,
    EmailField,
    LongTextField,
    PhoneField,
    TextField,
    at_most,
    needed,
    optional,
)
from ngoapp.web.forms import Form

OFF = {"autocomplete": "off"}


class CallForm(Form):
    """Take a call down."""

    action_key = ActionKeyField()
    kind = RadioField("What was it?", choices=choices_of(KINDS), default="talked")
    name = TextField("Who", [at_most(200)], render_kw=OFF, description="A first name will do.")
    phone = PhoneField("Phone", [at_most(40)], render_kw={**OFF, "placeholder": " "})
    safe = RadioField("Is it safe to leave a message there?", choices=choices_of(SAFE), default="")
    safe_name = TextField(
        "In whose name?", [at_most(120)], render_kw=OFF, description="Empty: our neutral short name."
    )
    about = RadioField("What about?", [needed("Choose what it was about.")], choices=choices_of(ABOUT))
    words = LongTextField(
        "In their own words", [at_most(1000)], description=WORDS_HINT, render_kw={**OFF, "rows": 3}
    )
    call_back = BooleanField("They want to be called back")
    call_back_on = DayField("Not before", [optional()])
    call_back_when = TextField(
        "When is a good time?", [at_most(80)], render_kw=OFF, description="Such as: after six."
    )

    def facts(self) -> dict[str, Any]:
        """What was filled in, as `take_down` takes it."""
        caller = Caller(
            name=self.name.data or "",
            phone=self.phone.data or "",
            safe=self.safe.data or "",
            safe_name=self.safe_name.data or "",
            call_back=self.call_back.data,
            call_back_on=self.call_back_on.data,
            call_back_when=self.call_back_when.data or "",
        )
        return {
            "action_key": self.action_key.data,
            "kind": self.kind.data,
            "about": self.about.data,
            "words": self.words.data or "",
            "caller": caller,
        }


class NoteForm(Form):
    """A note for the next shift."""

    action_key = ActionKeyField()
    words = LongTextField(
        "For whoever comes next",
        [needed("Write what the next shift should know."), at_most(1000)],
        description=NOTE_HINT,
        render_kw={**OFF, "rows": 3},
    )


class ScriptForm(Form):
    """Something to say on the telephone."""

    action_key = ActionKeyField()
    title = TextField("When is it for?", [needed("Enter when it is for."), at_most(120)])
    words = LongTextField(
        "What to say",
        [needed("Write what to say."), at_most(5000)],
        description="Plain paragraphs. Put numbers to call on lines of their own.",
        render_kw={"rows": 10},
    )
    crisis = BooleanField("For somebody in distress: it stands first")


class TakeOffForm(Form):
    """Somebody wants to be taken off everything."""

    phone = PhoneField("Phone", [at_most(40)], render_kw=OFF)
    email = EmailField("E-mail", render_kw=OFF)
    name = TextField("Name", [at_most(200)], render_kw=OFF)
    postal_code = TextField("Postal code", [at_most(40)], render_kw=OFF)
    country_code = SelectField("Country", default="US")

    def __init__(self, countries: dict[str, str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.country_code.choices = choices_of(countries)

    def keys(self) -> Keys:
        """What they are found by."""
        return Keys(
            name=name_key(self.name.data or ""),
            postal=postal_key(self.postal_code.data or "", self.country_code.data or ""),
            email=(self.email.data or "").casefold(),
            phone=phone_key(self.phone.data or ""),
        )
