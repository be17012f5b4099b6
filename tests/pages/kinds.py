"""What is said of an address in the table of pages."""

import re
from dataclasses import dataclass

from tests.pages.examples import Values

VISITOR, DONOR, REQUESTER, ADMINISTRATOR, HALF_SIGNED_IN = (
    "a visitor",
    "a donor on a device that we know",
    "somebody who asked for a packet and opened the link to their page",
    "the administrator",
    "somebody who has yet to give a code",
)
PART = re.compile(r"<(?:[^:<>]+:)?(\w+)>")


def nothing() -> dict[str, object]:
    """The address has no parts to fill in."""
    return {}


@dataclass(frozen=True)
class Page:
    """A page: how many questions it may ask the database, what its address is filled with, and who asks.

    `also` are further answers of the same address, such as a list with a filter. `shares_title` is for a second
    way to the same page, `reticent` for one that never says what was wrong: strangers would learn from it."""

    queries: int
    values: Values = nothing
    also: tuple[str, ...] = ()
    who: str = ""
    shares_title: bool = False
    reticent: bool = False

    def paths(self, rule: str) -> list[str]:
        """The addresses to ask for. Inside an app context."""
        values = self.values()
        path = PART.sub(lambda part: str(values[part[1]]), rule)
        return [path + query for query in ("", *self.also)]


@dataclass(frozen=True)
class File(Page):
    """Not a page by design: a feed, a PDF, a style sheet, a probe."""

    kind: str = ""
