"""What the domain says no with."""


class Refused(Exception):
    """A rule says no. Carries the sentence that the person reads and, where one fits, the form field beside it.

    Subclasses are named for the fact; `web/errors.py` alone knows status codes."""

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class NotThere(Exception):
    """What was asked for does not exist, or not for the one who asks. Shown as a 404."""
