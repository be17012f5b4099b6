"""The mail that brings a receipt: its PDF and its link. The same bytes however often it is made."""

import hashlib
from email.message import EmailMessage

from ngoapp.organisation.queries import our_organisation
from ngoapp.receipts.letter import Letter
from ngoapp.receipts.models import Receipt
from ngoapp.web.mail import absolute, render_mail


def receipt_mail(receipt: Receipt, *, to: str, token: str) -> EmailMessage:
    """The receipt's latest mail; a repeat of the same sending has the same Message-ID, date and bytes."""
    key = f"receipt-{receipt.number.lower()}-{receipt.sendings}"
    letter = Letter.thawed(receipt.data)
    message = render_mail(
        "receipts/receipt",
        key=key,
        to=to,
        subject=f"Your {'receipt' if letter.receipt else 'letter'} from {our_organisation().short_name}",
        written_at=receipt.sending_at or receipt.issued_at,
        letter=letter,
        link=absolute(f"/receipts/{token}"),
    )
    message.add_attachment(
        receipt.file.content, maintype="application", subtype="pdf", filename=f"{receipt.number}.pdf"
    )
    message.set_boundary("=_" + hashlib.sha256(f"{key}-attached".encode()).hexdigest()[:32])
    return message
