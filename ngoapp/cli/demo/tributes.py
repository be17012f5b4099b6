"""Gifts in honor and in memory in the demo: a name spelled in several ways, a letter that is out, and two that wait."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from ngoapp.acknowledgments.tributes.operations import publish_honouree
from ngoapp.cli.demo.donations import pay
from ngoapp.core import clock
from ngoapp.core.db import session
from ngoapp.core.money import Money
from ngoapp.donations.models import Gift
from ngoapp.donations.naming import CONSENT
from ngoapp.donations.pledges import Pledge, pledge_donation
from ngoapp.donations.queries import open_funds
from ngoapp.donations.tributes.honourees import merge_honourees, record_answer
from ngoapp.donations.tributes.models import EMAIL, HONOR, MEMORY, POST, Honouree
from ngoapp.donations.tributes.notices import note_sent, release_letter, write_down
from ngoapp.donations.tributes.queries import due_letters
from ngoapp.donations.tributes.wishes import TributeWish
from ngoapp.organisation.queries import our_today
from ngoapp.people.operations import find_or_make_person

ANN = "Ann Miller"
TOM = {"tell": EMAIL, "recipient_name": "Tom Miller", "recipient_email": "tom.miller@example.org"}
ROSA = {
    "tell": POST,
    "recipient_name": "Rosa Delgado",
    "recipient_address": "27 Example Ave Apt 3\nSaint Cloud MN 56301",
}


@dataclass(frozen=True)
class Giver:
    """An invented giver, and what they gave days ago."""

    days_ago: int
    name: str
    dollars: int
    wish: TributeWish
    thanked: bool = False


def _in_memory(name: str, **more: str) -> TributeWish:
    return TributeWish(kind=MEMORY, honouree_name=name, **more)  # type: ignore[arg-type]  # texts, all of them


FIRST = (
    Giver(
        33, "Beatrice Holm", 60, _in_memory(ANN, message="She taught half our street to swim.", **TOM), True
    ),
    Giver(32, "Oskar and Lena Brandt", 100, _in_memory("Anne Miller", **TOM), True),
)
SINCE = (
    Giver(9, "Sunrise Book Club", 75, _in_memory("Mrs. Ann Miller", occasion="her birthday", **TOM), True),
    Giver(4, "Peter Lundgren", 40, _in_memory("Ann Miler"), True),
    Giver(
        2,
        "Amina Farah",
        25,
        TributeWish(
            kind=HONOR,
            honouree_name="Rosa Delgado",
            occasion="ten years on the hotline",
            message="You answered when nobody else did.",
            **ROSA,  # type: ignore[arg-type]  # texts, all of them
        ),
    ),
)


def load_tributes() -> None:
    """The family of Ann Miller has had one letter; two more wait, and a name to merge."""
    for giver in FIRST:
        _give(giver)
    ann, other = session.scalars(select(Honouree).order_by(Honouree.id)).all()
    merge_honourees(ann.id, [other.id])
    with clock.at(clock.now() - timedelta(days=30)):
        for letter in due_letters():
            notice = release_letter(letter.recipient.id, read=[tribute.id for tribute in letter.tributes])
            write_down(notice.id)
            note_sent(notice.id)
    for giver in SINCE:
        _give(giver)


def load_honourees() -> None:
    """The family lets Ann Miller be named, and she is."""
    ann = session.scalars(select(Honouree).order_by(Honouree.id)).all()[0]
    record_answer(ann.id, answer="agreed", source="telephone", answered_on=our_today() - timedelta(days=20))
    publish_honouree(ann.id)


def _give(giver: Giver) -> Gift:
    email = f"{giver.name.split()[0].lower()}@example.org"
    with clock.at(clock.now() - timedelta(days=giver.days_ago)):
        donation = pledge_donation(
            Pledge(
                action_key=f"demo-tribute-{giver.name}",
                amount=Money(giver.dollars * 100, "USD"),
                fund_id=open_funds()[0].id,
                donor_name=giver.name,
                email=email,
                recognition_name=giver.name if giver.thanked else "",
                consent_wording=CONSENT if giver.thanked else "",
                tribute=giver.wish,
            )
        )
        return pay(donation, find_or_make_person(name=giver.name, email=email))
