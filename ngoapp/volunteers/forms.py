"""Forms about volunteering."""

from typing import Any

from wtforms import BooleanField, RadioField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from ngoapp.volunteers.choices import AGE_BANDS, AVAILABILITY, INTERESTS
from ngoapp.web.fields import (
    ActionKeyField,
    EmailField,
    LongTextField,
    PhoneField,
    TextField,
    at_most,
    needed,
)
from ngoapp.web.forms import Form

CONSENT = "You may keep what I wrote here to find something that suits me, and write to me about it."


def _choices(words: dict[str, str]) -> list[SelectChoice]:
    return [SelectChoice(code, label) for code, label in words.items()]


class VolunteerForm(Form):
    """An offer to help."""

    action_key = ActionKeyField()
    name = TextField(
        "Your name", [needed("Enter your name."), at_most(200)], render_kw={"autocomplete": "name"}
    )
    email = EmailField(
        "E-mail", [needed("Enter your e-mail address."), at_most(254)], render_kw={"autocomplete": "email"}
    )
    phone = PhoneField("Phone", [at_most(40)], render_kw={"autocomplete": "tel"})
    place = TextField(
        "City and state or country",
        [at_most(120)],
        description="You can help from anywhere; this tells us your time zone.",
    )
    age_band = RadioField(
        "Your age",
        [InputRequired("Choose your age group.")],
        choices=_choices(AGE_BANDS),
        validate_choice=True,
    )
    guardian_name = TextField("Name of a parent or guardian", [at_most(200)])
    guardian_contact = TextField("Their e-mail or phone number", [at_most(254)])
    interests = SelectMultipleField(
        "What would you like to do?",
        [InputRequired("Choose at least one. “Wherever I am needed” is a good answer.")],
        choices=_choices(INTERESTS),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    availability = SelectMultipleField(
        "When could you help?",
        choices=_choices(AVAILABILITY),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    languages = TextField("Languages you speak", [at_most(200)])
    skills = LongTextField("What are you good at?", [at_most(2000)], render_kw={"rows": 3})
    message = LongTextField(
        "Anything else?",
        [at_most(2000)],
        description="Please leave out details about your health: you need not explain anything to us.",
        render_kw={"rows": 3, "data-private": ""},
    )
    consent = BooleanField(
        CONSENT, [InputRequired("Tick this box so that we may keep what you wrote and answer you.")]
    )

    def application(self) -> dict[str, Any]:
        """The values as the operation takes them, with the wording that was agreed to."""
        values = self.values()
        del values["consent"]
        return {**values, "consent_wording": CONSENT}


class NoteForm(Form):
    """A coordinator's note."""

    text = LongTextField(
        "Note for your colleagues",
        [needed("Write the note first."), at_most(2000)],
        description="Leave out details of health.",
        render_kw={"rows": 3},
    )
