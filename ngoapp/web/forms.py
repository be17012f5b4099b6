"""The base of every form, and `attempt`, which turns a refusal into a sentence beside its field."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask_wtf import FlaskForm
from sqlalchemy.exc import IntegrityError
from wtforms import Field, SubmitField
from wtforms.csrf.core import CSRFTokenField

from ngoapp.core.db import is_duplicate, transaction
from ngoapp.core.errors import Refused


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF comes without types
    """A form whose values go to an operation as keyword arguments."""

    def values(self) -> dict[str, Any]:
        """The fields' data by name, without buttons and the CSRF token."""
        return {
            name: field.data
            for name, field in self._fields.items()
            if not isinstance(field, SubmitField | CSRFTokenField)
        }

    def refuse(self, refusal: Refused) -> None:
        """Show the sentence beside its field, or at the top of the form."""
        field = self._fields.get(refusal.field) if refusal.field else None
        if isinstance(field, Field):
            field.errors = [*field.errors, refusal.sentence]
        else:
            self.form_errors.append(refusal.sentence)


class SentTwice(Refused):
    """The same thing was entered at the same moment; the database kept the first."""

    def __init__(self) -> None:
        super().__init__("This was sent twice at the same moment. Please press the button once more.")


@contextmanager
def attempt(form: Form) -> Iterator[None]:
    """Do the block in one transaction; if the domain refuses, nothing is kept but what was typed.

    A `return` inside the block happens after the commit; after a refusal the view goes on below the block."""
    try:
        with transaction():
            yield
    except Refused as refusal:
        form.refuse(refusal)
    except IntegrityError as collision:
        if not is_duplicate(collision):
            raise
        form.refuse(SentTwice())
