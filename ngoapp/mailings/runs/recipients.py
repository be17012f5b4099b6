"""Who of the people that were chosen gets a label, in which order; the others are listed with the reason."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ngoapp.mailings.lines import Style, address_lines
from ngoapp.mailings.paper import Paper, misfits
from ngoapp.mailings.runs.sharing import Group, people_alone, people_together, same_label
from ngoapp.mailings.runs.sorting import ORDERS
from ngoapp.people.addresses import PostalAddress, problems, tidy
from ngoapp.people.countries import country_name
from ngoapp.people.models import Person

DIED, NO_MAIL = "Has died.", "Wants no mail from us."
RETURNED = "A letter to this address came back."
NO_ADDRESS, TWICE = "There is no postal address.", "The same name at the same address is on the list already."


@dataclass(frozen=True)
class Wanted:
    """How labels are wanted: one per `household` or `person`, in this order and style, from this country."""

    per: str
    order: str
    style: Style
    sender_country: str


@dataclass(frozen=True)
class Recipient:
    """A label: for whom, where they are, and its lines."""

    people: tuple[Person, ...]
    address: PostalAddress
    lines: tuple[str, ...]


@dataclass(frozen=True)
class LeftOut:
    """Somebody who gets no label: why, as a code of REASONS and in a sentence."""

    person: Person
    why: str
    sentence: str


@dataclass
class Recipients:
    """Labels in their order, and everybody else."""

    labels: list[Recipient] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)

    @property
    def by_country(self) -> list[tuple[str, int]]:
        """How many labels go to which country, the most first."""
        counted = Counter(country_name(label.address.country_code) for label in self.labels)
        return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))

    @property
    def reasons(self) -> list[tuple[str, list[Person]]]:
        """Why somebody gets no label, each reason with those whom it keeps from one."""
        return by_reason((one.sentence, one.person) for one in self.left_out)

    @property
    def sharing(self) -> int:
        """How many people share somebody else's label."""
        return sum(len(label.people) - 1 for label in self.labels)


def by_reason(pairs: Iterable[tuple[str, Person]]) -> list[tuple[str, list[Person]]]:
    """People by the reason that they have in common, in the order in which the reasons come."""
    grouped: dict[str, list[Person]] = {}
    for why, person in pairs:
        grouped.setdefault(why, []).append(person)
    return list(grouped.items())


def recipients(people: Iterable[Person], wanted: Wanted, paper: Paper) -> Recipients:
    """The labels for these people (in the order of the queue) as they fit on the paper."""
    found = Recipients()
    mailable = [person for person in people if not _set_aside(found, person)]
    groups = people_together(mailable) if wanted.per == "household" else people_alone(mailable)
    seen: set[tuple[str, ...]] = set()
    for group in groups:
        _take(found, group, wanted, seen)
    found.labels.sort(key=ORDERS[wanted.order](wanted.sender_country))
    _leave_out_misfits(found, paper)
    return found


def _set_aside(found: Recipients, person: Person) -> bool:
    if person.deceased_on:
        found.left_out.append(LeftOut(person, "died", DIED))
    elif person.do_not_mail:
        found.left_out.append(LeftOut(person, "no_mail", NO_MAIL))
    return bool(person.deceased_on or person.do_not_mail)


def _take(found: Recipients, group: Group, wanted: Wanted, seen: set[tuple[str, ...]]) -> None:
    address, why, sentence = _address_of(group)
    if address is None:
        found.left_out += [LeftOut(person, why, sentence) for person in group.people]
        return
    key = same_label(address)
    if key in seen:
        found.left_out += [LeftOut(person, "twice", TWICE) for person in group.people]
        return
    seen.add(key)
    lines = address_lines(address, style=wanted.style, sender_country=wanted.sender_country)
    found.labels.append(Recipient(tuple(group.people), address, tuple(lines)))


def _address_of(group: Group) -> tuple[PostalAddress | None, str, str]:
    """The first address of the group that can be printed; else what is wrong with the last."""
    wrong = ("no_address", NO_ADDRESS)
    for row in [person.address for person in group.people if person.address]:
        if row.returned_at:
            wrong = ("returned", RETURNED)
            continue
        address = tidy(PostalAddress(name=group.name, **row.address_parts()))
        sentences = [problem.sentence for problem in problems(address) if problem.blocking]
        if not sentences:
            return address, "", ""
        wrong = ("incomplete", f"The address is not whole. {' '.join(sentences)}")
    return None, *wrong


def _leave_out_misfits(found: Recipients, paper: Paper) -> None:
    why = misfits([label.lines for label in found.labels], paper)
    for place, sentence in why.items():
        found.left_out += [LeftOut(person, "no_room", sentence) for person in found.labels[place].people]
    found.labels = _without(found.labels, why)


def _without(labels: Sequence[Recipient], places: Iterable[int]) -> list[Recipient]:
    gone = set(places)
    return [label for place, label in enumerate(labels) if place not in gone]
