"""Forms of what is sent: kits, items, editions, stock."""

from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from ngoapp.packets.form_fields import choices_of
from ngoapp.packets.kits.editions import Review
from ngoapp.packets.kits.queries import all_items
from ngoapp.packets.wording import LANGUAGES
from ngoapp.web.fields import ActionKeyField, DayField, TextField, at_most, needed, optional
from ngoapp.web.forms import Form


class EditionForm(Form):
    """Add an edition of an item."""

    action_key = ActionKeyField()
    item_id = SelectField("Item", coerce=int)
    file = FileField("The PDF", description="At most 20 MB. Leave it empty for what is there on paper alone.")
    name = TextField("Title", [needed("Enter the title as it stands on it."), at_most(120)])
    language = SelectField("Language", [needed("Choose the language.")], choices=choices_of(LANGUAGES))
    label = TextField(
        "Edition",
        [needed("Enter what tells this edition from the last."), at_most(40)],
        description="Such as 2026/2.",
    )
    reviewer = TextField(
        "Reviewed by", [at_most(120)], description="Who checked what it says about medicine."
    )
    reviewed_on = DayField("Reviewed on", [optional()])
    review_due_on = DayField(
        "Next review due", [optional()], description="Left empty: 24 months after the review."
    )
    active = BooleanField("Send this edition from now on", default=True)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        items = all_items()
        self.item_id.choices = [SelectChoice(item.id, item.name) for item in items]
        self.item_id.data = self.item_id.data or items[0].id

    def facts(self) -> dict[str, Any]:
        """What was filled in, as `add_edition` takes it."""
        values = self.values()
        file = values.pop("file")
        review = Review(*(values.pop(name) for name in ("reviewer", "reviewed_on", "review_due_on")))
        return {**values, "content": file.read() if file else b"", "review": review}
