"""Links under which donors read their receipts: secret, good for a year, and revocable."""

from datetime import timedelta

from sqlalchemy import select

from ngoapp.core import audit, clock, tokens
from ngoapp.core.db import save, session
from ngoapp.core.errors import NotThere
from ngoapp.receipts.models import Receipt, ReceiptLink
from ngoapp.receipts.queries import working_link

GOOD_FOR = timedelta(days=365)
PURPOSE = "receipt"


def give_link(receipt: Receipt, *, secret: str) -> ReceiptLink:
    """The link of a receipt that opens now; a new one where there is none."""
    known = working_link(receipt.id)
    if known:
        return known
    nonce, moment = tokens.new_nonce(), clock.now()
    token = tokens.derive(secret, PURPOSE, receipt.id, nonce)
    return save(
        ReceiptLink(
            receipt=receipt,
            nonce=nonce,
            token_digest=tokens.digest(token),
            created_at=moment,
            expires_at=moment + GOOD_FOR,
        )
    )


def token_of(link: ReceiptLink, *, secret: str) -> str:
    """The secret part of the link's address."""
    return tokens.derive(secret, PURPOSE, link.receipt_id, link.nonce)


def receipt_behind(token: str) -> Receipt:
    """The receipt that the link opens. Raises NotThere when it is unknown, revoked or past its year: all alike."""
    link = session.scalar(
        select(ReceiptLink).where(
            ReceiptLink.token_digest == tokens.digest(token),
            ReceiptLink.revoked_at.is_(None),
            ReceiptLink.expires_at > clock.now(),
        )
    )
    if link is None:
        raise NotThere
    return link.receipt


def revoke_links(receipt: Receipt) -> int:
    """Close every open link of the receipt, from the next request on; how many there were."""
    open_links = session.scalars(
        select(ReceiptLink).where(ReceiptLink.receipt_id == receipt.id, ReceiptLink.revoked_at.is_(None))
    ).all()
    for link in open_links:
        link.revoked_at = clock.now()
    if open_links:
        audit.record("receipt.link_revoked", receipt, links=len(open_links))
    return len(open_links)
