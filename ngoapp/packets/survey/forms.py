"""The survey as a form, made of the questions that staff ask, and the forms of those."""

from collections.abc import Sequence
from typing import Any

from wtforms import Field, RadioField, SelectField
from wtforms.validators import NumberRange

from ngoapp.packets.form_fields import choices_of
from ngoapp.packets.survey.models import SurveyQuestion
from ngoapp.packets.wording import NOTE_WARNING
from ngoapp.web.fields import ActionKeyField, LongTextField, TextField, WholeField, at_most, needed, optional
from ngoapp.web.forms import Form

KINDS = {
    "scale": "From 1 (not at all) to 5 (very much)",
    "choice": "One of several answers",
    "text": "In their own words",
}


class SurveyForm(Form):
    """The questions; none has to be answered."""

    def fields_in_order(self) -> list[Field]:
        """Every question's field."""
        return [field for name, field in self._fields.items() if name.startswith("q")]

    def answers(self) -> dict[int, int | str]:
        """What was answered, by the question's number."""
        given = {int(field.name[1:]): field for field in self.fields_in_order() if field.data}
        return {
            number: int(field.data) if isinstance(field, RadioField) else field.data
            for number, field in given.items()
        }


def survey_form(questions: Sequence[SurveyQuestion]) -> SurveyForm:
    """A form with a field for each question."""
    made = {f"q{question.id}": _field(question) for question in questions}
    form: SurveyForm = type("TheSurvey", (SurveyForm,), made)()
    return form


class QuestionForm(Form):
    """One more question."""

    action_key = ActionKeyField()
    wording = TextField("Question", [needed("Enter the question."), at_most(200)])
    kind = SelectField("Answered", choices=choices_of(KINDS))
    choices = LongTextField(
        "Answers to choose from", [at_most(1000)], description="One on each line.", render_kw={"rows": 4}
    )

    def facts(self) -> dict[str, Any]:
        """What was filled in, as `add_question` takes it."""
        return {**self.values(), "choices": self.choices.data or ""}


class WeeksForm(Form):
    """When we ask."""

    weeks = WholeField(
        "Weeks after the packet has gone out",
        [needed("Enter a number of weeks."), NumberRange(1, 26, "Enter a number from 1 to 26.")],
    )


def _field(question: SurveyQuestion) -> Any:
    if question.kind == "text":
        return LongTextField(
            question.wording,
            [at_most(1000)],
            description=NOTE_WARNING,
            render_kw={"rows": 3, "autocomplete": "off", "data-private": ""},
        )
    options = {str(place): words for place, words in enumerate(question.options, 1)}
    return RadioField(question.wording, choices=choices_of(options), validators=[optional()])
