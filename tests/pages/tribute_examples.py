"""What the addresses of pages about gifts in honor or in memory are filled with."""

from sqlalchemy import select

from ngoapp.core.db import session, transaction
from ngoapp.donations.links import seal
from ngoapp.donations.models import Donation
from ngoapp.donations.tributes.models import Honouree, Tribute, TributeNotice, TributeRecipient
from ngoapp.donations.tributes.questions import ask_by_mail, ask_on_paper
from ngoapp.donations.tributes.questions import seal as seal_question
from tests.donations.tributes import make_tribute, release
from tests.pages.examples import Values, newest


def tribute(state: str) -> Values:
    """The donor's own link to a donation in somebody's memory."""

    def token() -> dict[str, object]:
        given = (
            select(Donation).join(Tribute, Tribute.donation_id == Donation.id).order_by(Donation.id.desc())
        )
        with transaction():
            found = session.scalars(given.where(Donation.state == state)).first()
            donation = found or make_tribute().donation
            assert donation
            return {"token": seal(donation)}

    return token


def honouree_question() -> dict[str, object]:
    """The link with which an honoree is asked whether we may name them."""
    with transaction():
        honouree = session.scalars(select(Honouree).order_by(Honouree.id.desc())).first()
        asked = ask_by_mail((honouree or make_tribute().honouree).id, name="Rosa", email="rosa@example.org")  # type: ignore[union-attr]  # made with its gift
        return {"token": seal_question(asked)}


def question_on_paper() -> dict[str, object]:
    """The same question, as a letter."""
    with transaction():
        honouree = session.scalars(select(Honouree).order_by(Honouree.id.desc())).first()
        asked = ask_on_paper((honouree or make_tribute().honouree).id, name="Rosa Diaz")  # type: ignore[union-attr]  # made with its gift
        return {"question_id": asked.id}


def tribute_letter() -> dict[str, object]:
    """A letter to a family, and the card that says the same."""
    with transaction():
        notice = session.scalars(select(TributeNotice).order_by(TributeNotice.id)).first()
        return {"notice_id": (notice or release(make_tribute())).id, "what": "letter"}


def busiest_honouree() -> dict[str, object]:
    """The honoree for whom most has happened."""
    made = session.scalars(select(Honouree.id).order_by(Honouree.id)).first()
    return {"honouree_id": made}


recipient = newest(TributeRecipient, "recipient_id")
given_tribute = newest(Tribute, "tribute_id")
