"""Forms about the second of two donors."""

from wtforms import HiddenField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from ngoapp.acknowledgments.together.operations import LINK, Answer
from ngoapp.donations.together.models import AGREED, DECLINED, STRANGER, SecondDonor
from ngoapp.donations.together.parts import WORDING
from ngoapp.organisation.queries import our_today
from ngoapp.web.fields import DayField, LongTextField, at_most, needed
from ngoapp.web.forms import Form

TOLD = {"telephone": "By phone", "letter": "In a letter", "in person": "In person", "e-mail": "By e-mail"}


def _worded(words: dict[str, str]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in words.items()]


class OwnAnswerForm(Form):
    """What the second donor says on their own page."""

    shown_name = HiddenField()
    answer = RadioField("May we name you both?", [needed("Choose one of the answers.")])

    @classmethod
    def of(cls, second: SecondDonor) -> "OwnAnswerForm":
        """The form with what they said before."""
        form = cls(data={"answer": second.consent, "shown_name": second.public_name})
        named = {AGREED: f"Yes, thank us as “{second.public_name}”"} if second.public_name else {}
        form.answer.choices = _worded(
            {**named, DECLINED: "No, keep my name off the website", STRANGER: "I know nothing of this gift"}
        )
        return form

    def given(self) -> Answer:
        """The answer, with the name and the words that stood on the page."""
        name = self.shown_name.data or ""
        return Answer(
            consent=self.answer.data, name=name, on=our_today(), source=LINK, wording=WORDING.format(name)
        )


class ToldForm(Form):
    """What the second donor told staff."""

    shown_name = HiddenField()
    answer = RadioField(
        "What did they say?",
        [needed("Choose what they said.")],
        choices=_worded({AGREED: "Yes, both may be named", DECLINED: "No, or no more"}),
    )
    source = SelectField("How they told us", choices=_worded(TOLD))
    asked_on = DayField("Asked on", [needed("Enter the day on which they were asked.")])
    wording = LongTextField(
        "In which words they were asked",
        [needed("Enter the words in which they were asked."), at_most(1000)],
        render_kw={"rows": 4},
    )

    @classmethod
    def of(cls, second: SecondDonor) -> "ToldForm":
        """The form with the words of our own page."""
        name = second.public_name
        return cls(data={"asked_on": our_today(), "wording": WORDING.format(name), "shown_name": name})

    def given(self) -> Answer:
        """The answer, as it was told."""
        return Answer(
            consent=self.answer.data,
            name=self.shown_name.data or "",
            on=self.asked_on.data or our_today(),
            source=self.source.data,
            wording=self.wording.data or "",
        )
