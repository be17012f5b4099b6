"""Fields and choices that several forms of the packet desk share."""

from collections.abc import Mapping
from typing import Any

from wtforms import DateField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs


def choices_of(words: Mapping[str, str]) -> list[SelectChoice]:
    """Values with their words, as a select or radio buttons want them."""
    return [SelectChoice(value, label) for value, label in words.items()]


class DayField(DateField):
    """A day, as the browser's own field for days sends it."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the day, or say how to write one."""
        try:
            super().process_formdata(valuelist)
        except ValueError as unread:
            raise ValueError("Enter a day, such as 2026-11-22.") from unread
