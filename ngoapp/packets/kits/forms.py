"""Forms of what is sent: kits, items, editions."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, DecimalField, SelectField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import NumberRange, StopValidation

from ngoapp.organisation.queries import our_today
from ngoapp.packets.form_fields import choices_of
from ngoapp.packets.kits.editions import Review
from ngoapp.packets.kits.models import KINDS, Kit
from ngoapp.packets.kits.queries import all_items
from ngoapp.packets.wording import LANGUAGES
from ngoapp.web.fields import ActionKeyField, DayField, TextField, WholeField, at_most, needed, optional
from ngoapp.web.forms import Form

MG = 1000
MOST_COPIES = 99
COPIES = "copies_"
GRAMS = re.compile(r"[0-9]{1,5}(?:\.[0-9]{1,3})?", re.ASCII)
WHOLE = {"inputmode": "numeric", "autocomplete": "off"}


class WeightField(DecimalField):
    """Grams in figures, such as 28.35."""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Read the weight; blanks are none."""
        text = valuelist[0].strip() if valuelist else ""
        if text and not GRAMS.fullmatch(text):
            self.data = None
            raise ValueError("Enter the weight in grams, such as 28.35.")
        super().process_formdata([text] if text else [])


def count_field(label: str, most: int, **kwargs: Any) -> WholeField:
    """A whole number from nought up."""
    wrong = f"Enter a whole number from 0 to {most:,}."
    return WholeField(label, [optional(), NumberRange(0, most, wrong)], render_kw=WHOLE, **kwargs)


class KitForm(Form):
    """A kit: what requesters read of it, and how many copies of which item are in it."""

    name = TextField(
        "Name",
        [needed("Enter the name that people choose it by."), at_most(80)],
        description="For whom it is, such as “For family and friends”. Never an illness.",
    )
    description = TextField("What they read below it", [at_most(200)])
    envelope = WeightField(
        "Envelope weighs (grams)",
        [NumberRange(0, 500, "Enter grams, from 0 to 500.")],
        default=Decimal(10),
        render_kw={"inputmode": "decimal", "autocomplete": "off"},
    )
    position = WholeField(
        "Place in the list", [NumberRange(1, 99, "Enter 1 to 99.")], default=1, render_kw=WHOLE
    )
    active = BooleanField("People can ask for it", default=True)

    def facts(self) -> dict[str, Any]:
        """What was filled in, as `add_kit` and `change_kit` take it."""
        return {
            "name": self.name.data,
            "description": self.description.data or "",
            "envelope_mg": int((self.envelope.data or Decimal()) * MG),
            "position": self.position.data,
            "active": self.active.data,
        }

    def copies(self) -> dict[int, int]:
        """How many copies of which item."""
        return {field.item_id: field.data or 0 for field in self.item_fields}

    @property
    def item_fields(self) -> list[Any]:
        """A field for each item."""
        return [field for name, field in self._fields.items() if name.startswith(COPIES)]


def kit_form(kit: Kit | None = None) -> KitForm:
    """The form for a kit, with a field for each item that there is."""
    inside = {part.item_id: part.copies for part in kit.parts} if kit else {}
    items = sorted(
        all_items(), key=lambda item: (list(inside).index(item.id) if item.id in inside else 99, item.name)
    )
    fields = {f"{COPIES}{item.id}": count_field(item.name, MOST_COPIES) for item in items}
    known: dict[str, Any] = {f"{COPIES}{item_id}": copies for item_id, copies in inside.items()}
    if kit:
        known |= {name: getattr(kit, name) for name in ("name", "description", "position", "active")}
        known["envelope"] = Decimal(kit.envelope_mg) / MG
    form: KitForm = type("FilledKitForm", (KitForm,), fields)(data=known)
    for field, item in zip(form.item_fields, items, strict=True):
        field.item_id = item.id
    return form


def not_to_come(_form: Any, field: DayField) -> None:
    """Refuse the day of a review that is still to come."""
    if field.data and field.data > our_today():
        raise StopValidation("This day is still to come. Enter the day on which it was reviewed.")


class ItemForm(Form):
    """Something that can lie in a kit."""

    name = TextField(
        "Name",
        [needed("Enter a name."), at_most(120)],
        description="For us alone: the same in every language. Each edition has its own title.",
    )
    kind = SelectField("Kind", choices=choices_of(KINDS))


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
    weight = WeightField(
        "One copy weighs (grams)",
        [optional(), NumberRange(0, 2000, "Enter grams, from 0 to 2,000.")],
        description="Left empty: reckoned from the pages of the PDF, as if printed on both sides.",
        render_kw={"inputmode": "decimal", "autocomplete": "off"},
    )
    reviewer = TextField(
        "Reviewed by", [at_most(120)], description="Who checked what it says about medicine."
    )
    reviewed_on = DayField("Reviewed on", [optional(), not_to_come])
    review_due_on = DayField(
        "Next review due", [optional()], description="Left empty: 24 months after the review."
    )
    active = BooleanField("Send this edition from now on", default=True)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        items = all_items()
        self.item_id.choices = [SelectChoice(item.id, item.name) for item in items]
        self.item_id.data = self.item_id.data or (items[0].id if items else None)

    def validate_weight(self, field: DecimalField) -> None:
        """Paper without a PDF weighs what only staff can say."""
        if field.data is None and not self.file.data:
            raise ValidationError("Weigh a copy, since there is no PDF to reckon it from.")

    def facts(self) -> dict[str, Any]:
        """What was filled in, as `add_edition` takes it."""
        values = self.values()
        file, weight, review = values.pop("file"), values.pop("weight"), review_of(values)
        return {
            **values,
            "review": review,
            "weight_mg": None if weight is None else int(weight * MG),
            "content": file.read() or b"-" if file else b"",  # an empty file is no PDF either
        }


def review_of(values: dict[str, Any]) -> Review:
    """Take the review out of a form's values."""
    by, on, due = (values.pop(name) for name in ("reviewer", "reviewed_on", "review_due_on"))
    return Review(by or "", on, due)
