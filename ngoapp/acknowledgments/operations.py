"""Writes about public thanks."""

from collections.abc import Mapping

from sqlalchemy import select

from ngoapp.acknowledgments.consents import end_consents, keep_consent, keep_former
from ngoapp.acknowledgments.models import Acknowledgment
from ngoapp.acknowledgments.sorting import sort_key
from ngoapp.acknowledgments.together.naming import SecondNotAgreed, both_agreed, name_to_show, tells_of_second
from ngoapp.acknowledgments.together.operations import wish_for_both, wish_for_one
from ngoapp.core import audit, clock
from ngoapp.core.db import locked, save, session
from ngoapp.core.errors import Refused
from ngoapp.donations.models import Gift
from ngoapp.donations.queries import net
from ngoapp.donations.together.queries import second_of

LONGEST_NAME = 120


class NoConsent(Refused):
    """The donor did not agree to be named."""

    def __init__(self) -> None:
        super().__init__("This donor did not agree to be named in public.")


class NameNotFit(Refused):
    """A recognition name has 1 to 120 characters."""

    def __init__(self) -> None:
        super().__init__("Enter a name of 1 to 120 characters.", field="recognition_name")


class AlreadyWithdrawn(Refused):
    """Thanks that were withdrawn stay so: the donor would have to agree anew."""

    def __init__(self) -> None:
        super().__init__("This name was withdrawn. It can be published again only if the donor asks for it.")


class GivenBack(Refused):
    """Nothing is left of the gift."""

    def __init__(self) -> None:
        super().__init__("This gift was given back, so there is nothing to thank for.")


def draft_acknowledgment(gift_id: int) -> Acknowledgment:
    """Put a donor who agreed forward for public thanks. A repeat gives the same row. Raises NoConsent."""
    gift = locked(Gift, gift_id)
    known = session.scalar(select(Acknowledgment).where(Acknowledgment.gift_id == gift_id))
    if known:
        return known
    if gift.anonymous or not gift.recognition_name:
        raise NoConsent
    name = name_to_show(gift)[:LONGEST_NAME]
    acknowledgment = save(
        Acknowledgment(
            gift_id=gift.id, recognition_name=name, sort_key=sort_key(name), drafted_at=clock.now()
        )
    )
    audit.record("acknowledgment.drafted", acknowledgment)
    return acknowledgment


def correct_name(acknowledgment_id: int, *, recognition_name: str) -> Acknowledgment:
    """Mend how the name is written, before or after it is published. Raises NameNotFit, AlreadyWithdrawn
    and SecondNotAgreed."""
    acknowledgment = _open(acknowledgment_id)
    name = " ".join(recognition_name.split())
    if not 1 <= len(name) <= LONGEST_NAME:
        raise NameNotFit
    second = tells_of_second(acknowledgment.gift, name)
    if second and not both_agreed(second):
        raise SecondNotAgreed(second)
    if name != acknowledgment.recognition_name:
        acknowledgment.recognition_name, acknowledgment.sort_key = name, sort_key(name)
        audit.record("acknowledgment.name_corrected", acknowledgment)
    return acknowledgment


def publish(acknowledgment_id: int) -> Acknowledgment:
    """Staff have proofed the name: show it. A repeat does nothing. Raises AlreadyWithdrawn and GivenBack."""
    acknowledgment = _open(acknowledgment_id)
    if net(acknowledgment.gift).minor <= 0:
        raise GivenBack
    if acknowledgment.state == "draft":
        acknowledgment.state, acknowledgment.published_at = "published", clock.now()
        audit.record("acknowledgment.published", acknowledgment)
    return acknowledgment


def publish_as_read(seen: Mapping[int, str]) -> list[Acknowledgment]:
    """Show each of these that is still written as staff read it, `seen` by id; the others wait to be read anew.

    Says which were changed meanwhile. Raises AlreadyWithdrawn and GivenBack."""
    changed = []
    for acknowledgment_id, name in seen.items():
        acknowledgment = _open(acknowledgment_id)
        if acknowledgment.state == "draft" and acknowledgment.recognition_name != name:
            changed.append(acknowledgment)
        else:
            publish(acknowledgment_id)
    return changed


def withdraw(acknowledgment_id: int, *, reason: str) -> Acknowledgment:
    """Take the name from every page, from the next request on. `reason` is a plain code: `donor`, `staff`."""
    acknowledgment = locked(Acknowledgment, acknowledgment_id)
    if acknowledgment.state != "withdrawn":
        acknowledgment.state, acknowledgment.withdrawn_at = "withdrawn", clock.now()
        audit.record("acknowledgment.withdrawn", acknowledgment, reason=reason)
    return acknowledgment


def agree_to_be_named(gift_id: int, *, recognition_name: str, wording: str, source: str) -> Acknowledgment:
    """The donor agrees, perhaps anew, to be thanked for a gift under this name: staff proof it before it is shown.

    The gift keeps the wording and where they said so. The same name again changes nothing. A name that tells of a
    second donor is a wish, shown once that one has agreed. Raises NameNotFit."""
    gift, name = locked(Gift, gift_id), " ".join(recognition_name.split())
    if not 1 <= len(name) <= LONGEST_NAME:
        raise NameNotFit
    was_anonymous, gift.anonymous = gift.anonymous, False
    own, name = _own_and_shown(gift, name)
    known = session.scalar(select(Acknowledgment).where(Acknowledgment.gift_id == gift_id))
    if known and known.state != "withdrawn" and known.recognition_name == name and not was_anonymous:
        return known
    keep_former(gift)
    gift.recognition_name = own
    gift.consent_wording, gift.consent_source = wording, source
    keep_consent(gift, wording=wording, source=source)
    thanks = known or Acknowledgment(gift_id=gift.id)
    thanks.recognition_name, thanks.sort_key = name, sort_key(name)
    thanks.state, thanks.drafted_at = "draft", clock.now()
    thanks.published_at = thanks.withdrawn_at = None
    audit.record("acknowledgment.agreed", save(thanks))
    return thanks


def decline_to_be_named(gift_id: int, *, reason: str) -> None:
    """The donor does not want to be named for a gift, or no more: the name is gone from the next request on.

    A name that is still on its way to the proof-readers does not come there."""
    gift = locked(Gift, gift_id)
    if not gift.anonymous:
        gift.anonymous = True
        keep_former(gift)
        end_consents(gift)
        audit.record("gift.consent_withdrawn", gift, reason=reason)
    known = session.scalar(select(Acknowledgment).where(Acknowledgment.gift_id == gift_id))
    if known:
        withdraw(known.id, reason=reason)


def _own_and_shown(gift: Gift, name: str) -> tuple[str, str]:
    """What a chosen name comes to: the donor's own, and the one that may be shown at present."""
    both = tells_of_second(gift, name)
    if both:
        wish_for_both(both, gift, name)
        return gift.donor_name, name if both_agreed(both) else gift.donor_name
    second = second_of(gift)
    if second:
        wish_for_one(second)
    return name, name


def _open(acknowledgment_id: int) -> Acknowledgment:
    acknowledgment = locked(Acknowledgment, acknowledgment_id)
    if acknowledgment.state == "withdrawn":
        raise AlreadyWithdrawn
    return acknowledgment
