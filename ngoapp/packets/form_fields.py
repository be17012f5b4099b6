"""Choices that several forms of the packet desk share."""

from collections.abc import Mapping

from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs


def choices_of(words: Mapping[str, str]) -> list[SelectChoice]:
    """Values with their words, as a select or radio buttons want them."""
    return [SelectChoice(value, label) for value, label in words.items()]
