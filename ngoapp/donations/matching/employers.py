"""What we know of employers."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import select

from ngoapp.core import audit, clock
from ngoapp.core.db import insert_ignoring, locked, session
from ngoapp.core.errors import Refused
from ngoapp.donations.matching.models import Employer, MatchingGift
from ngoapp.people.models import Person
from ngoapp.people.operations import find_or_make_person


class KnownEmployer(Refused):
    """The name is taken, or is another one's other name."""

    def __init__(self, employer: Employer) -> None:
        super().__init__(f"“{employer.name}” goes by this name already.", field="name")


@dataclass(frozen=True, kw_only=True)
class EmployerFacts:
    """What staff write down: `matches` is yes, no or unknown; other names stand one on a line."""

    name: str
    other_names: str = ""
    matches: str = "unknown"
    form_url: str = ""
    notes: str = ""

    @property
    def keys(self) -> set[str]:
        """Every name that donors may type, folded."""
        return {_key(name) for name in (self.name, *self.other_names.splitlines()) if name.strip()}


def employers() -> Sequence[Employer]:
    """Every employer that we know, by name."""
    return session.scalars(select(Employer).order_by(Employer.name_key)).all()


def offered_names() -> list[str]:
    """Names to choose from while typing: of employers that match, or may."""
    known = select(Employer.name).where(Employer.matches != "no").order_by(Employer.name_key)
    return list(session.scalars(known))


def employer_called(name: str) -> Employer | None:
    """The employer that goes by this name, or has it among its other names."""
    key = _key(name)
    exact = session.scalar(select(Employer).where(Employer.name_key == key))
    return exact or next((known for known in employers() if key in _facts(known).keys), None)


def add_employer(facts: EmployerFacts) -> Employer:
    """Write an employer down, and let hoped-for matches find it. Raises KnownEmployer."""
    _check(facts, None)
    insert_ignoring(Employer, **_columns(facts))
    employer = session.scalars(select(Employer).where(Employer.name_key == _key(facts.name))).one()
    audit.record("employer.added", employer)
    _link(employer, facts)
    return employer


def change_employer(employer_id: int, facts: EmployerFacts) -> Employer:
    """Correct what we know of an employer. Raises KnownEmployer."""
    employer = locked(Employer, employer_id)
    _check(facts, employer)
    for name, value in _columns(facts).items():
        setattr(employer, name, value)
    audit.record("employer.changed", employer)
    session.flush()
    _link(employer, facts)
    return employer


def giver_of(employer: Employer) -> Person:
    """The organisation under which an employer's own gifts are recorded."""
    if employer.person is None:
        employer.person = find_or_make_person(name=employer.name, kind="organisation")
        session.flush()
    return employer.person


def _check(facts: EmployerFacts, itself: Employer | None) -> None:
    for known in employers():
        if (itself is None or known.id != itself.id) and facts.keys & _facts(known).keys:
            raise KnownEmployer(known)


def _link(employer: Employer, facts: EmployerFacts) -> None:
    for match in session.scalars(select(MatchingGift).where(MatchingGift.employer_id.is_(None))):
        if _key(match.employer_name) in facts.keys:
            match.employer_id = employer.id
    session.flush()


def _facts(employer: Employer) -> EmployerFacts:
    return EmployerFacts(name=employer.name, other_names=employer.other_names)


def _columns(facts: EmployerFacts) -> dict[str, object]:
    return asdict(facts) | {"name_key": facts.name, "updated_at": clock.now()}


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()
