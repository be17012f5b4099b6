"""Everything that we hold about a donor, in one file for them to take along.

Columns are taken as they are in the database, so that a new one is never forgotten; what is left out has its reason
here. Requests to the packet desk are health data: they are kept apart from donors, and are not in here."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, inspect, or_, select

from ngoapp.acknowledgments.models import Acknowledgment, NameConsent
from ngoapp.core import clock
from ngoapp.core.db import Base, session
from ngoapp.donations.advised.queries import addressed_to
from ngoapp.donations.campaigns.queries import campaigns_ever
from ngoapp.donations.mailboxes import ids_at
from ngoapp.donations.mailed.models import MailedPledge
from ngoapp.donations.matching.models import MatchingGift, SoftCredit
from ngoapp.donations.models import Donation, Fund, Gift, Movement, RecurringPlan
from ngoapp.donations.recurring.models import PlanInvoice
from ngoapp.donations.returns.models import Dispute, DonorNote, RefundRequest
from ngoapp.donations.together.models import SecondDonor
from ngoapp.donations.tributes.models import Tribute
from ngoapp.people.models import Address, Consent, Household, Person
from ngoapp.people.queries import mailbox_of
from ngoapp.receipts.correspondence import TO_THE_DONOR, mails_to
from ngoapp.receipts.models import Receipt
from ngoapp.site.models import GivingDevice, GivingLink
from ngoapp.volunteers.models import Volunteer

LEFT_OUT = {
    "name_key": "a copy of the name for finding it",
    "email_key": "a copy of the address for finding it",
    "sort_key": "a copy of the name for sorting it",
    "nonce": "a part of a secret link",
    "token_digest": "a part of a secret link",
    "action_key": "names a form that was drawn, and no person",
    "entry_key": "names a form that was drawn, and no person",
    "asked_by_id": "names one of our staff",
    "released_by_id": "names one of our staff",
    "file_id": "where the PDF lies; the PDF itself can be had on the page",
}

OF_THE_ADVISER = ("adviser_id", "recognition_name", "anonymous", "consent_wording", "consent_source")


def everything_about(people: Sequence[Person], mailbox: str) -> dict[str, Any]:
    """Everything about these people, and about the mailbox that is theirs: a list for each kind of thing."""
    ids = [person.id for person in people]
    gifts = _rows(Gift, Gift.donor_id.in_(ids) & Gift.released_at.is_not(None))
    of_gifts = [gift.id for gift in gifts]
    thanked = select(Gift.id).where(addressed_to(ids), Gift.released_at.is_not(None))
    begun = _begun_by(people, of_gifts)
    names = {fund.id: fund.name for fund in session.scalars(select(Fund))}
    titles = {campaign.id: campaign.title for campaign in campaigns_ever()}
    parts: dict[str, Iterable[Base]] = {
        "people": people,
        "households": _rows(Household, Household.id.in_({person.household_id for person in people})),
        "addresses": _rows(Address, Address.person_id.in_(ids)),
        "consents": _rows(Consent, Consent.person_id.in_(ids)),
        "donations": _rows(Donation, begun.donations),
        "promised_checks": _rows(MailedPledge, begun.pledges),
        "given_together": _rows(SecondDonor, _together(people, begun)),
        "hoped_for_matches": _rows(MatchingGift, begun.has(MatchingGift)),
        "soft_credits": _rows(SoftCredit, SoftCredit.person_id.in_(ids)),
        "movements": _rows(Movement, Movement.gift_id.in_(of_gifts)),
        "receipts": _rows(Receipt, Receipt.gift_id.in_(select(Gift.id).where(addressed_to(ids)))),
        "tributes": _rows(Tribute, begun.has(Tribute)),
        "recurring_gifts": (plans := _rows(RecurringPlan, RecurringPlan.donor_id.in_(ids))),
        "recurring_gifts_asked_for": _rows(PlanInvoice, PlanInvoice.plan_id.in_([plan.id for plan in plans])),
        "public_thanks": _rows(Acknowledgment, Acknowledgment.gift_id.in_(thanked)),
        "consents_to_be_named": _rows(NameConsent, NameConsent.gift_id.in_(thanked)),
        "refunds_asked_for": _rows(RefundRequest, RefundRequest.gift_id.in_(of_gifts)),
        "disputes": _rows(Dispute, Dispute.gift_id.in_(of_gifts)),
        "notes_about_money_that_went_back": _rows(DonorNote, DonorNote.gift_id.in_(of_gifts)),
        "devices": _rows(GivingDevice, GivingDevice.mailbox == mailbox),
        "links_asked_for": _rows(GivingLink, GivingLink.mailbox == mailbox),
        "offers_to_help": _offered(mailbox),
    }
    told: dict[str, Any] = {"made_at": clock.now(), "funds": names, "campaigns": titles}
    told |= {part: [told_of(row) for row in rows] for part, rows in parts.items()}
    told["gifts"] = [_told_to(ids, gift) for gift in gifts]
    return told | {"mails": [mail for person in people for mail in _mails(person)]}


def as_json(told: dict[str, Any]) -> str:
    """The file's text."""
    return json.dumps(told, ensure_ascii=False, indent=2, default=_plain)


def told_of(row: Base) -> dict[str, object]:
    """A row's columns by name, without those that say nothing about the person."""
    columns = [column.key for column in inspect(type(row)).column_attrs]
    return {name: getattr(row, name) for name in columns if name not in LEFT_OUT}


def _told_to(ids: Sequence[int], gift: Gift) -> dict[str, object]:
    """A gift's columns. How an adviser is to be thanked is theirs to know, not the fund's that gave."""
    told = told_of(gift)
    if gift.adviser_id is None or gift.adviser_id in ids:
        return told
    return {name: value for name, value in told.items() if name not in OF_THE_ADVISER}


@dataclass(frozen=True)
class _Begun:
    """Their gifts, and SQL for the forms that became one of these or that somebody filled in with their address."""

    gift_ids: Sequence[int]
    donations: ColumnElement[bool]
    pledges: ColumnElement[bool]

    def has(self, part: type[MatchingGift] | type[SecondDonor] | type[Tribute]) -> ColumnElement[bool]:
        """SQL for what was said on one of these forms, or of one of these gifts."""
        return or_(
            part.gift_id.in_(self.gift_ids),
            part.donation_id.in_(select(Donation.id).where(self.donations)),
            part.mailed_pledge_id.in_(select(MailedPledge.id).where(self.pledges)),
        )


def _begun_by(people: Sequence[Person], gift_ids: Sequence[int]) -> _Begun:
    mailboxes, ids = _mailboxes(people), [person.id for person in people]
    donated = Donation.donor_id.in_(ids) | Donation.id.in_(ids_at(Donation, mailboxes))
    promised = MailedPledge.gift_id.in_(gift_ids) | MailedPledge.id.in_(ids_at(MailedPledge, mailboxes))
    return _Begun(gift_ids, donated, promised)


def _mailboxes(people: Sequence[Person]) -> list[str]:
    return [person.email for person in people if person.email]


def _offered(mailbox: str) -> Sequence[Volunteer]:
    """Applications of volunteers with this very mailbox."""
    likely = _rows(Volunteer, Volunteer.email_key == mailbox)
    return [volunteer for volunteer in likely if mailbox_of(volunteer.email) == mailbox]


def _mails(person: Person) -> Iterable[dict[str, object]]:
    """What was mailed to a person and when, or is still to be; the outbox keeps no text."""
    for row in mails_to(person):
        words = TO_THE_DONOR[row.name][1]
        yield {"what": words, "written_at": row.created_at, "state": row.state, "ended_at": row.ended_at}


def _together(people: Sequence[Person], begun: _Begun) -> ColumnElement[bool]:
    """Whom they named as giving with them, and where somebody named them."""
    return or_(
        SecondDonor.person_id.in_([person.id for person in people]),
        SecondDonor.id.in_(ids_at(SecondDonor, _mailboxes(people))),
        begun.has(SecondDonor),
    )


def _rows(model: type[Base], which: ColumnElement[bool]) -> Sequence[Any]:
    key = inspect(model).primary_key[0]
    return session.scalars(select(model).where(which).order_by(key)).all()


def _plain(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in the file")
