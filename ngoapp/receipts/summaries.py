"""The summary of a donor's year: it quotes the numbers of receipts, and never is a second one.

Every gift has its line, two equal ones on one day too, and so has all that went back. What somebody else paid in a
donor's honour or on their advice is not theirs, so it is not in here."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import current_app

from ngoapp.core.errors import NotThere
from ngoapp.core.money import Money
from ngoapp.core.paths import templates_folder
from ngoapp.donations.history import gifts_touched
from ngoapp.donations.models import Gift
from ngoapp.donations.returns.operations import BOUNCED
from ngoapp.mailings.letterhead import address_block, country_of, letterhead, logo_of, on_paper
from ngoapp.organisation.queries import our_organisation, our_today
from ngoapp.people.models import Person
from ngoapp.receipts.jurisdictions import plain
from ngoapp.receipts.letter import method_of
from ngoapp.receipts.models import Receipt
from ngoapp.receipts.queries import receipts_of

STYLE_SHEETS = tuple(
    templates_folder() / "pdf" / name for name in ("letter.css", "receipt.css", "summary.css")
)
WENT_BACK = {
    "refund": "Given back to you",
    "refund_failed": "Given back, but it did not arrive",
    "dispute": "Taken back by your bank",
    "dispute_reversal": "Returned to us by your bank",
}
UNPAID = "Your check came back unpaid"


@dataclass(frozen=True)
class Line:
    """Money that came or went on a day; `receipt` is the number of the gift's receipt, or why there is none."""

    on: date
    what: str
    method: str
    receipt: str
    amount: Money


@dataclass(frozen=True)
class Total:
    """What came, what went back, and what is left, in one currency."""

    given: Money
    returned: Money
    left: Money


@dataclass(frozen=True, kw_only=True)
class Summary:
    """Everything that stands on the paper."""

    year: int
    name: str
    salutation: str
    address_lines: list[str]
    country_code: str
    lines: list[Line]
    totals: list[Total]
    made_on: date
    organisation: dict[str, Any]
    # Whether every paper that is quoted is a receipt, and none a letter of thanks or a plain acknowledgment.
    receipts_only: bool


def summary_of(person: Person, year: int) -> Summary:
    """The summary of a person's year, as our books stand today. Raises NotThere for a year without a line."""
    gifts = gifts_touched(person.id, year) if date.min.year <= year <= date.max.year else []
    receipts = receipts_of([gift.id for gift in gifts])
    lines = [line for gift in gifts for line in _lines(gift, receipts.get(gift.id)) if line.on.year == year]
    if not lines:
        raise NotThere
    ours, home = our_organisation(), person.household
    name = home.receipt_name if home else person.name
    return Summary(
        year=year,
        name=name,
        salutation=home.salutation if home else name,
        address_lines=address_block(name, person.address, ours.country_code),
        country_code=country_of(person),
        lines=sorted(lines, key=lambda line: line.on),
        totals=list(_totals(lines)),
        made_on=our_today(),
        organisation=letterhead(ours),
        receipts_only=all(receipt.jurisdiction != plain.CODE for receipt in receipts.values()),
    )


def paper_of_summary(summary: Summary) -> bytes:
    """The summary as PDF. Letters that no font here has are spelled out by their number in Unicode."""
    return on_paper(
        page_of_summary(summary), style_sheets=STYLE_SHEETS, identifier=f"{summary.name} {summary.year}"
    )


def page_of_summary(summary: Summary) -> str:
    """The summary as HTML, without its style sheets."""
    # Straight from the environment: context processors are for pages, and would ask the database.
    template = current_app.jinja_env.get_template("pdf/summary.html")
    return template.render(summary=summary, ours=summary.organisation, logo=logo_of(summary.organisation))


def _lines(gift: Gift, receipt: Receipt | None) -> Iterator[Line]:
    number, method = _quoted(receipt), method_of(gift)
    yield Line(gift.gift_on, gift.fund.name, method, number, gift.amount)
    for movement in gift.movements:
        if movement.kind in WENT_BACK:
            what = UNPAID if movement.source.startswith(BOUNCED) else WENT_BACK[movement.kind]
            yield Line(movement.moved_on, what, method, number, movement.amount)


def _quoted(receipt: Receipt | None) -> str:
    if receipt is None:
        return "none"
    kind = "" if receipt.paper == "receipt" else f", a {receipt.paper}"
    return f"{receipt.number}{kind}" if receipt.state == "issued" else f"{receipt.number}{kind} (void)"


def _totals(lines: list[Line]) -> Iterator[Total]:
    for currency in sorted({line.amount.currency for line in lines}):
        amounts = [line.amount.minor for line in lines if line.amount.currency == currency]
        given, returned = sum(it for it in amounts if it > 0), sum(it for it in amounts if it < 0)
        yield Total(Money(given, currency), Money(returned, currency), Money(given + returned, currency))
