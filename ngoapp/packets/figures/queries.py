"""How many asked, how many packets went out and came back: by month, state, country, language and kit."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from ngoapp.core.db import session
from ngoapp.organisation.queries import our_organisation
from ngoapp.packets.figures.costs import Cost, costs
from ngoapp.packets.figures.periods import Period, words_of
from ngoapp.packets.figures.turns import Turn, ages, turns
from ngoapp.packets.kits.models import Kit
from ngoapp.packets.models import PacketRequest
from ngoapp.packets.privacy.counts import area_of, came_back, month_of
from ngoapp.packets.privacy.models import PacketCount
from ngoapp.packets.wording import LANGUAGES
from ngoapp.people.countries import country_names

NOWHERE = "By e-mail, no place known"


@dataclass(frozen=True, kw_only=True)
class Fact:
    """So many requests of one month that are alike in everything that is counted; nobody is in it."""

    month: date
    country: str
    area: str
    language: str
    kit: str
    asked: int
    sent: int
    returned: int


@dataclass(frozen=True)
class Line:
    """One line of a table, with how wide its bar is in a hundred."""

    name: str
    asked: int
    sent: int
    returned: int
    width: int


@dataclass(frozen=True)
class Figures:
    """Everything that the page and the report show of a period; `ages` is as of now."""

    period: Period
    total: Line
    months: list[Line]
    states: list[Line]
    countries: list[Line]
    languages: list[Line]
    kits: list[Line]
    turns: list[Turn]
    costs: list[Cost]
    ages: dict[str, int]

    @property
    def tables(self) -> tuple[tuple[str, str, list[Line]], ...]:
        """Every table of counts with its heading and what it is by."""
        return (
            ("By month", "Month", self.months),
            ("By state", "State", self.states),
            ("By country", "Country", self.countries),
            ("By language", "Language", self.languages),
            ("By packet", "Packet", self.kits),
        )

    @property
    def waiting(self) -> int:
        """How many requests are open now."""
        return sum(self.ages.values())


def figures(period: Period) -> Figures:
    """The figures of a period, of people whom we know and of those who are forgotten."""
    facts = [*_whole(period), *_counted(period)]
    home = our_organisation().country_code
    return Figures(
        period=period,
        total=_lines(facts, lambda _fact: "All")[0] if facts else Line("All", 0, 0, 0, 0),
        months=_months(facts, period),
        states=_lines((f for f in facts if f.country == home), lambda fact: fact.area or "Not known"),
        countries=_lines(facts, lambda fact: country_names().get(fact.country, NOWHERE)),
        languages=_lines(facts, lambda fact: LANGUAGES.get(fact.language, fact.language)),
        kits=_lines(facts, lambda fact: fact.kit),
        turns=turns(period),
        costs=costs(period),
        ages=ages(),
    )


def _whole(period: Period) -> Iterable[Fact]:
    zone, (start, end) = our_organisation().time_zone, period.moments
    rows = session.execute(
        select(
            PacketRequest.received_at,
            PacketRequest.country_code,
            PacketRequest.country_area,
            PacketRequest.language,
            Kit.name,
            came_back(),
            PacketRequest.sent_at,
        )
        .join(Kit, Kit.id == PacketRequest.kit_id)
        .where(
            PacketRequest.erased_at.is_(None),
            PacketRequest.received_at >= start,
            PacketRequest.received_at < end,
        )
    )
    for received_at, country, area, language, kit, back, sent_at in rows:
        yield Fact(
            month=month_of(received_at, zone),
            country=country,
            area=area_of(country, area),
            language=language,
            kit=kit,
            asked=1,
            sent=int(sent_at is not None),
            returned=int(bool(back)),
        )


def _counted(period: Period) -> Iterable[Fact]:
    rows = session.scalars(select(PacketCount).where(PacketCount.month.between(period.since, period.until)))
    for row in rows:
        yield Fact(
            month=row.month,
            country=row.country_code,
            area=row.country_area,
            language=row.language,
            kit=row.kit,
            asked=row.asked,
            sent=row.sent,
            returned=row.returned,
        )


def _lines(facts: Iterable[Fact], name: Callable[[Fact], str]) -> list[Line]:
    """A line for each name, the most asked for first."""
    asked, sent, returned = Counter[str](), Counter[str](), Counter[str]()
    for fact in facts:
        words = name(fact)
        asked[words] += fact.asked
        sent[words] += fact.sent
        returned[words] += fact.returned
    most = max(asked.values(), default=0)
    lines = [
        Line(words, count, sent[words], returned[words], _width(count, most))
        for words, count in asked.items()
    ]
    return sorted(lines, key=lambda line: (-line.asked, line.name))


def _months(facts: Iterable[Fact], period: Period) -> list[Line]:
    """A line for each month, also for those in which nobody asked, oldest first."""
    known = {line.name: line for line in _lines(facts, lambda fact: words_of(fact.month))}
    names = [words_of(month) for month in period.months]
    return [known.get(name, Line(name, 0, 0, 0, 0)) for name in names]


def _width(number: int, most: int) -> int:
    return round(100 * number / most) if most else 0
