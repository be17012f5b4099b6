"""Column types that mean the same on SQLite and PostgreSQL."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, String
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """An instant. Aware datetimes in, aware UTC out; SQLite would drop the offset. Naive ones are refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        instant = value.astimezone(UTC)
        return instant.replace(tzinfo=None) if dialect.name == "sqlite" else instant

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class FoldedText(TypeDecorator[str]):
    """Text for finding: stripped and case-folded on the way in, for an index, and alike on every database.

    Folding makes some letters two or three; what is longer then than its column is cut, here and when it is looked
    for, since only PostgreSQL would refuse it."""

    impl = String
    cache_ok = True

    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.length = length

    def process_bind_param(self, value: str | None, _dialect: Dialect) -> str | None:
        return None if value is None else value.strip().casefold()[: self.length]

    def coerce_compared_value(self, _op: Any, _value: Any) -> "FoldedText":
        return self


def one_of(column: str, codes: Iterable[str]) -> str:
    """The condition of a check constraint: a column has one of our own codes."""
    return f"{column} IN ({', '.join(repr(code) for code in codes)})"
