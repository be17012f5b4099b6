"""Forms of the packet desk beyond requests: what the queue shows, a sheet of labels."""

import re
from collections.abc import Sequence
from typing import Any

from wtforms import (
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SubmitField,
    ValidationError,
)

from ngoapp.mailings.models import Printer
from ngoapp.mailings.queries import all_stock_names, first_free, stock_of, usual_stock
from ngoapp.packets.form_fields import choices_of
from ngoapp.packets.queries import VIEWS, Filters, countries_asked_from
from ngoapp.packets.wording import CHANNELS
from ngoapp.web.fields import ActionKeyField, TextField, needed
from ngoapp.web.forms import Form


class FiltersForm(Form):
    """What the queue shows; read from the address, so a wrong value is simply none."""

    class Meta:
        """Nothing is written, so there is no seal."""

        csrf = False

    channel = SelectField("Came by", choices=choices_of({"": "Any channel", **CHANNELS}))
    country = SelectField("Country", validate_choice=False)

    def __init__(self, args: Any) -> None:
        super().__init__(args)
        self.countries = dict(countries_asked_from())
        self.country.choices = choices_of({"": "Any country", **self.countries})
        self.view = args.get("view") if args.get("view") in VIEWS else next(iter(VIEWS))
        self.number = args.get("page", 1, type=int)

    def filters(self) -> Filters:
        """What was chosen."""
        channel = self.channel.data if self.channel.data in CHANNELS else ""
        country = self.country.data if self.country.data in self.countries else ""
        return Filters(view=self.view, channel=channel, country=country, number=self.number)


class StartForm(Form):
    """The first free label of the sheet, as a number."""

    class Meta:
        """It asks for a PDF, which changes nothing."""

        csrf = False

    printer = SelectField("Printer", coerce=int, validate_choice=False)
    start = IntegerField(
        "First label",
        [needed("Enter the number of a label.")],
        render_kw={"inputmode": "numeric", "maxlength": 2},
    )

    def __init__(self, printers: Sequence[Printer], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.printer.choices = choices_of({"0": "Any other", **{str(p.id): p.name for p in printers}})


class RunForm(Form):
    """Print the labels of the chosen requests, beginning at a place of the sheet: clicked, or typed as a number."""

    action_key = ActionKeyField()
    chosen = HiddenField()
    stock = SelectField("Sheets", validate_choice=False, render_kw={"data-autosubmit": "change_stock"})
    change_stock = SubmitField("Take these sheets")
    place = RadioField("First free label", coerce=int, default=1, validate_choice=False)
    start = TextField(
        "Or type its number", render_kw={"inputmode": "numeric", "autocomplete": "off", "maxlength": 2}
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        names = all_stock_names()
        self.stock.choices = choices_of({name: name for name in names})
        self.sheet = stock_of(self.stock.data) if self.stock.data in names else usual_stock()
        self.stock.data = self.sheet.name
        places = range(1, self.sheet.per_sheet + 1)
        self.place.choices = choices_of({str(place): str(place) for place in places})
        if not self.is_submitted() or self.change_stock.data:
            self.place.data, self.start.data = first_free(self.sheet), ""

    def validate_start(self, field: TextField) -> None:
        """A number of a label on the sheet."""
        if field.data and not re.fullmatch("[0-9]{1,4}", field.data):
            raise ValidationError(f"Enter the number of a label, from 1 to {self.sheet.per_sheet}.")

    def request_ids(self) -> list[int]:
        """The requests that were ticked."""
        parts = (self.chosen.data or "").split(",")
        return [int(part) for part in parts if re.fullmatch("[0-9]{1,15}", part)]

    def facts(self) -> dict[str, Any]:
        """What was chosen, as `print_run` takes it; a typed number counts more than a click."""
        start = int(self.start.data) if self.start.data else self.place.data or 1
        return {
            "action_key": self.action_key.data,
            "request_ids": self.request_ids(),
            "stock": self.sheet.name,
            "start": start,
        }
