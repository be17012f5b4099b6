"""Writes about receipts. Drawing is handed in by the job, so that nothing here knows how paper is made."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import select, update

from ngoapp.core import audit, clock, outbox
from ngoapp.core.db import found, insert_ignoring, locked, save, session
from ngoapp.core.errors import Refused
from ngoapp.core.files import store
from ngoapp.donations.models import Gift
from ngoapp.donations.queries import net
from ngoapp.donations.returns.notes import note_on_hold
from ngoapp.mailings.letterhead import country_of
from ngoapp.organisation.queries import our_organisation
from ngoapp.people.bounced import note_email_bounced
from ngoapp.people.models import Person
from ngoapp.receipts.jurisdictions import Jurisdiction, paper_for
from ngoapp.receipts.letter import Drawing, Letter, compose
from ngoapp.receipts.models import Receipt, ReceiptCounter
from ngoapp.receipts.queries import active_receipt

Draw = Callable[[Letter], Drawing]
LONGEST_SPELLED = 200
HELD_FOR = timedelta(minutes=15)


class NotActive(Refused):
    """Only a receipt that is in force can be sent, printed or corrected."""

    def __init__(self) -> None:
        super().__init__("This receipt is no longer in force, so it is not sent or printed.")


class NoEmail(Refused):
    """The donor has no e-mail address, or wants no mail there."""

    def __init__(self) -> None:
        super().__init__("This donor cannot be reached by e-mail. Print the receipt instead.")


class AlreadyOnItsWay(Refused):
    """A mail waits to be sent; another would be one too many."""

    def __init__(self) -> None:
        super().__init__("This receipt is already on its way by e-mail.")


class TooLateToStop(Refused):
    """The mail has left."""

    def __init__(self) -> None:
        super().__init__("This mail has been sent already, so it cannot be stopped.")


def issue_receipt(gift_id: int, *, draw: Draw) -> Receipt | None:
    """Give the gift its receipt: number, frozen letter and PDF, all in this transaction. A repeat gives the same.

    None for a gift that is due none: its giver is unknown, it is not released, or it was given back in full."""
    gift = locked(Gift, gift_id)
    known = active_receipt(gift_id)
    if known:
        return known
    if gift.addressee is None or gift.released_at is None or net(gift).minor <= 0:
        return None
    receipt = _issue(gift, gift.addressee, draw)
    audit.record("receipt.issued", receipt, gift=gift.id)
    if receipt.delivery == "email" and not note_on_hold(gift_id):
        _send(receipt, held=gift.entry_key is not None)
    return receipt


def correct_receipt(receipt_id: int, *, reason: str, draw: Draw, amended: bool = False) -> Receipt:
    """Replace a receipt by one with a new number that cites it, made out as the donor is known now.

    The old one stays, marked replaced. `amended`: because money went back; it then leaves with the note about that.
    A repeat gives the same new one. Raises NotActive."""
    gift = locked(Gift, found(Receipt, receipt_id).gift_id)
    successor = session.scalar(select(Receipt).where(Receipt.replaces_id == receipt_id))
    if successor:
        return successor
    old = locked(Receipt, receipt_id)
    _check_active(old)
    _end(old, "replaced", reason)
    receipt = _issue(gift, cast("Person", gift.addressee), draw, replaces=old)
    audit.record("receipt.replaced", old, by=receipt.id)
    if receipt.delivery == "email" and not note_on_hold(gift.id, or_dropped=amended):
        _send(receipt, held=True)
    return receipt


def amend_receipt(gift_id: int, *, reason: str, draw: Draw) -> Receipt | None:
    """Have the receipt of a gift say what is left of it: replaced where it says something else.

    None for a gift that is due none. A repeat does nothing."""
    receipt = issue_receipt(gift_id, draw=draw)
    left = net(locked(Gift, gift_id))
    if receipt is None or receipt.amount == left or left.minor <= 0:
        return receipt
    return correct_receipt(receipt.id, reason=reason, draw=draw, amended=True)


def send_amended(gift_id: int) -> Receipt | None:
    """Staff released the note about money that went back: the receipt that waited for it leaves too.

    None where there is none, it has been mailed or goes by post, or a later note is yet to be released."""
    locked(Gift, gift_id)
    receipt = active_receipt(gift_id)
    if receipt is None or not receipt.waits or note_on_hold(gift_id, or_dropped=True):
        return None
    _send(receipt, held=False)
    audit.record("receipt.sent_with_note", receipt)
    return receipt


def ask_for_correction(receipt_id: int) -> Receipt:
    """Have the worker replace this receipt by a corrected one. A repeat does nothing. Raises NotActive."""
    receipt = locked(Receipt, receipt_id)
    _check_active(receipt)
    outbox.enqueue("receipts.correct", dedupe_key=f"receipts.correct:{receipt.id}", receipt_id=receipt.id)
    return receipt


def void_receipt(gift_id: int, *, reason: str) -> Receipt | None:
    """The gift is no gift any more: its receipt keeps its number and says that it is void. None if it has none."""
    gift = locked(Gift, gift_id)
    receipt = active_receipt(gift.id)
    if receipt is None:
        return None
    _end(receipt, "void", reason)
    audit.record("receipt.voided", receipt)
    return receipt


def send_again(receipt_id: int) -> Receipt:
    """Mail the receipt once more, after a quarter of an hour in which staff can stop it.

    Raises NotActive, NoEmail and AlreadyOnItsWay."""
    receipt = locked(Receipt, receipt_id)
    _check_active(receipt)
    addressee = receipt.gift.addressee
    if addressee is None or not addressee.mail_to:
        raise NoEmail
    if outbox.pending("receipts.send", receipt_id=receipt.id, sending=receipt.sendings):
        raise AlreadyOnItsWay
    receipt.delivery = "email"
    _send(receipt, held=True)
    audit.record("receipt.sent_again", receipt)
    return receipt


def stop_sending(receipt_id: int) -> Receipt:
    """Take back the mail that is held. Raises TooLateToStop."""
    receipt = locked(Receipt, receipt_id)
    if not outbox.stop(sending_key(receipt)):
        raise TooLateToStop
    audit.record("receipt.stopped", receipt)
    return receipt


def print_instead(receipt_id: int) -> Receipt:
    """Put the receipt on the pile to print; a mail that is held stays here. Raises NotActive."""
    receipt = locked(Receipt, receipt_id)
    _check_active(receipt)
    outbox.stop(sending_key(receipt))
    receipt.delivery, receipt.printed_at = "post", None
    audit.record("receipt.put_on_pile", receipt)
    return receipt


def could_not_be_mailed(receipt_id: int, *, refused: Collection[str] = ()) -> None:
    """No mail can bring it to its reader, since there is no address, or the server `refused` it: it is printed."""
    note_email_bounced(refused)
    if locked(Receipt, receipt_id).state == "issued":
        print_instead(receipt_id)


def mark_printed(receipt_ids: list[int]) -> int:
    """These are on paper and leave the pile; how many did. A repeat changes nothing."""
    marked = 0
    for receipt_id in sorted(set(receipt_ids)):
        receipt = locked(Receipt, receipt_id)
        if receipt.delivery == "post" and receipt.printed_at is None and receipt.state == "issued":
            receipt.printed_at = clock.now()
            audit.record("receipt.printed", receipt)
            marked += 1
    return marked


def note_mailed(receipt_id: int) -> None:
    """The server took the mail."""
    receipt = locked(Receipt, receipt_id)
    receipt.mailed_at = clock.now()
    audit.record("receipt.mailed", receipt, sending=receipt.sendings)


def sending_key(receipt: Receipt) -> str:
    """The name of the latest mail of a receipt in the outbox."""
    return f"receipts.send:{receipt.id}:{receipt.sendings}"


def _issue(gift: Gift, addressee: Person, draw: Draw, *, replaces: Receipt | None = None) -> Receipt:
    ours, moment = our_organisation(), clock.now()
    day = clock.local_day(moment, ours.time_zone)
    jurisdiction, said = paper_for(gift, ours, country_of(addressee))
    seq = _next_number(jurisdiction, day.year)
    number = f"{jurisdiction.CODE}-{day.year}-{seq:06d}"
    cited = replaces.number if replaces else ""
    letter = compose(
        gift, addressee, ours, said, left=net(gift), number=number, issued_on=day, replaces=cited
    )
    drawing = draw(letter)
    return save(
        Receipt(
            jurisdiction=jurisdiction.CODE,
            year=day.year,
            seq=seq,
            number=number,
            gift=gift,
            replaces_id=replaces.id if replaces else None,
            data=letter.frozen(),
            file_id=store(drawing.pdf, "application/pdf").id,
            spelled_out=drawing.spelled_out[:LONGEST_SPELLED],
            issued_at=moment,
            issued_on=day,
            delivery="email" if addressee.mail_to else "post",
        )
    )


def _next_number(jurisdiction: Jurisdiction, year: int) -> int:
    """The next number of the series; its row stays locked until the transaction ends, so there is no gap."""
    insert_ignoring(ReceiptCounter, jurisdiction=jurisdiction.CODE, year=year, last=0)
    counted = (
        update(ReceiptCounter)
        .where(ReceiptCounter.jurisdiction == jurisdiction.CODE, ReceiptCounter.year == year)
        .values(last=ReceiptCounter.last + 1)
        .returning(ReceiptCounter.last)
        .execution_options(synchronize_session=False)
    )
    return session.execute(counted).scalar_one()


def _send(receipt: Receipt, *, held: bool) -> None:
    moment = clock.now()
    receipt.sendings += 1
    receipt.sending_at = moment
    outbox.enqueue(
        "receipts.send",
        dedupe_key=sending_key(receipt),
        available_at=_leaves_at(moment, held=held),
        receipt_id=receipt.id,
        sending=receipt.sendings,
    )
    session.flush()


def _leaves_at(moment: datetime, *, held: bool) -> datetime | None:
    return moment + HELD_FOR if held else None


def _end(receipt: Receipt, state: str, reason: str) -> None:
    outbox.stop(sending_key(receipt))
    receipt.state, receipt.ended_at, receipt.ended_reason = state, clock.now(), reason
    session.flush()


def _check_active(receipt: Receipt) -> None:
    if receipt.state != "issued":
        raise NotActive
