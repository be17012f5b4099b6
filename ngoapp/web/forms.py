"""The base of every form, and `attempt`, which turns a refusal into a sentence beside its field."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from sqlalchemy.exc import DataError, IntegrityError
from wtforms import Field, SubmitField
from wtforms.csrf.core import CSRFTokenField

from ngoapp.core.db import is_duplicate, is_too_long, transaction
from ngoapp.core.errors import Refused


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF comes without types
    """A form whose values go to an operation as keyword arguments."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # Flask-WTF comes without types
        """A form is what a browser's form sends: of JSON the values may be of any kind, and the fields read texts."""

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """What was sent with the form; JSON is nothing."""
            is_given = formdata is None or hasattr(formdata, "getlist")
            return None if not is_given and request.is_json else super().wrap_formdata(form, formdata)

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


class TooLong(Refused):
    """A text that fits its field, and not its column: some letters become several when they are put in order."""

    def __init__(self) -> None:
        super().__init__(
            "One of these texts is too long for us to keep. Shorten the longest, or write it in plain letters."
        )


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
    except DataError as unkept:
        if not is_too_long(unkept):
            raise
        form.refuse(TooLong())
