"""The form of a table of postage: nine rows of the same four figures."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from wtforms import BooleanField, Field, ValidationError

from ngoapp.core.money import Money
from ngoapp.organisation.queries import our_organisation, our_today
from ngoapp.packets.batches.models import PostageRate, PostageTable, grams
from ngoapp.packets.batches.postage_tables import Rate
from ngoapp.packets.batches.words import KINDS, ZONES
from ngoapp.web.fields import DayField, MoneyField, TextField, at_most, needed, optional
from ngoapp.web.forms import Form

GRAMS = re.compile(r"([0-9]{1,5})(?:[.,]([0-9]{1,3}))?(?:\s?g)?", re.ASCII)
MILLIGRAMS = 1000


class GramsField(TextField):
    """A weight in grams as people write it: “28.35”; `milligrams` is exact."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        render = {"inputmode": "decimal", "autocomplete": "off", "maxlength": 9}
        super().__init__(label, [optional()], render_kw=render, **kwargs)

    @property
    def milligrams(self) -> int | None:
        """What was typed, in milligrams."""
        match = GRAMS.fullmatch((self.data or "").strip())
        return int(Decimal(f"{match[1]}.{match[2] or 0}") * MILLIGRAMS) if match else None

    def post_validate(self, _form: Any, validation_stopped: bool) -> None:
        """A weight that there is."""
        if self.data and not validation_stopped and not self.milligrams:
            raise ValidationError("Enter the weight in grams, such as 28.35.")


class Cells(NamedTuple):
    """The fields of one row: what a kind of mail to a zone costs."""

    zone: str
    kind: str
    step: GramsField
    first: MoneyField
    next: MoneyField
    most: GramsField

    @property
    def fields(self) -> tuple[Field, ...]:
        """The four figures."""
        return self.step, self.first, self.next, self.most

    def rate(self) -> Rate | None:
        """The row as it is kept; None where it is not filled in, so that such mail has no price."""
        step, most = self.step.milligrams, self.most.milligrams
        if not (step and most and self.first.data):
            return None
        further = self.next.data.minor if self.next.data else 0
        return Rate(self.zone, self.kind, step, most, self.first.data.minor, further)


class _Base(Form):
    """What a table has beside its rows."""

    valid_from = DayField("In force from", [needed("Enter the day from which this holds.")])
    source = TextField(
        "Where the figures are from",
        [at_most(200)],
        description="Such as the post office’s price list of July 2026.",
    )
    checked = BooleanField("I have compared every figure with the post office’s own prices")


def _row_fields() -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for zone, where in ZONES.items():
        for kind, what in KINDS.items():
            about, name = f"{what}, {where.lower()}", f"{zone}_{kind}"
            fields[f"{name}_step"] = GramsField(f"{about}: a step of weight, in grams")
            fields[f"{name}_first"] = MoneyField(f"{about}: the first step costs", [optional()])
            fields[f"{name}_next"] = MoneyField(f"{about}: each further step costs", [optional()])
            fields[f"{name}_most"] = GramsField(f"{about}: up to, in grams")
    return fields


_Rows = type("_Rows", (_Base,), _row_fields())


class TableForm(_Rows):  # type: ignore[valid-type, misc]  # its fields are made, thirty-six alike
    """A table of postage; it begins with another's figures."""

    def __init__(self, table: PostageTable | None) -> None:
        known = {f"{rate.zone}_{rate.kind}": rate for rate in table.rates} if table else {}
        data = {field: value for name, rate in known.items() for field, value in _figures(name, rate).items()}
        super().__init__(data={"valid_from": our_today(), **data})
        for field in self:
            if isinstance(field, MoneyField):
                field.currency = our_organisation().currency

    def rows(self) -> Sequence[Cells]:
        """The rows, zone by zone."""
        return [
            Cells(zone, kind, *(self[f"{zone}_{kind}_{part}"] for part in ("step", "first", "next", "most")))
            for zone in ZONES
            for kind in KINDS
        ]

    def facts(self) -> dict[str, Any]:
        """What was filled in, as `add_table` takes it."""
        rates = [rate for cells in self.rows() if (rate := cells.rate())]
        known = {name: self[name].data for name in ("valid_from", "source", "checked")}
        return {**known, "rates": rates}


def _figures(name: str, rate: PostageRate) -> dict[str, Any]:
    currency = our_organisation().currency
    return {
        f"{name}_step": grams(rate.step_mg),
        f"{name}_first": Money(rate.first_minor, currency),
        f"{name}_next": Money(rate.next_minor, currency),
        f"{name}_most": grams(rate.most_mg),
    }
