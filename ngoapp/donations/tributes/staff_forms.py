"""What staff put right about a tribute, and what they note of an answer."""

from wtforms import BooleanField, RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from ngoapp.donations.tributes.forms import LONGEST_ADDRESS, LONGEST_MESSAGE
from ngoapp.donations.tributes.models import EMAIL, KINDS, NONE, POST
from ngoapp.web.fields import DayField, EmailField, LongTextField, TextField, at_most, needed
from ngoapp.web.forms import Form

OFF = {"autocomplete": "off"}
CHANNELS = {EMAIL: "By e-mail", POST: "By post", NONE: "No more letters"}
SAID = {"agreed": "They agree", "declined": "They do not agree", "asked": "We have asked, no answer yet"}
SOURCES = {
    "letter": "In a letter",
    "telephone": "By phone",
    "in person": "In person",
    "e-mail": "By e-mail",
}


def _choices(words: dict[str, str]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in words.items()]


class HonoureeForm(Form):
    """How an honoree is called."""

    kind = RadioField("Gifts are", [needed("Choose one of the two.")], choices=_choices(KINDS))
    name = TextField("Name", [needed("Enter a name of 1 to 120 characters."), at_most(120)], render_kw=OFF)


class RecipientForm(Form):
    """Whom to tell, and how."""

    name = TextField("Name", [needed("Enter a name."), at_most(120)], render_kw=OFF)
    channel = RadioField("How we tell them", [needed("Choose how we tell them.")], choices=_choices(CHANNELS))
    email = EmailField("E-mail", render_kw={**OFF, "maxlength": 254})
    address = LongTextField("Postal address", [at_most(LONGEST_ADDRESS)], render_kw={**OFF, "rows": 4})


class TributeForm(Form):
    """What the family reads about one gift."""

    donor_named = BooleanField("The family may know who gave")
    donor_name = TextField("The donor’s name in the letter", [at_most(200)], render_kw=OFF)
    occasion = TextField("The occasion", [at_most(120)], render_kw=OFF)
    message = LongTextField(
        "Words to the family", [at_most(LONGEST_MESSAGE)], render_kw={**OFF, "data-private": "", "rows": 3}
    )


class AnswerForm(Form):
    """What was said about being named in public."""

    answer = RadioField("What they said", [needed("Choose what they said.")], choices=_choices(SAID))
    source = RadioField("How", [needed("Choose how they said it.")], choices=_choices(SOURCES))
    answered_on = DayField("On", [needed("Enter the day on which it was said.")])


class AskForm(Form):
    """Whom to ask by e-mail."""

    name = TextField("Whom we ask", [needed("Enter a name."), at_most(120)], render_kw=OFF)
    email = EmailField(
        "Their e-mail", [needed("Enter their e-mail address.")], render_kw={**OFF, "maxlength": 254}
    )


class AskOnPaperForm(Form):
    """Whom to ask by a letter. Where they live goes on the envelope alone."""

    name = TextField("Whom we ask", [needed("Enter a name."), at_most(120)], render_kw=OFF)
