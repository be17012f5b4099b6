"""Mail that goes back to its sender: a report as mail servers write it (RFC 3464), put into an mbox file."""

import mailbox
from email.message import Message
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import formatdate, make_msgid
from pathlib import Path

from ngoapp.sandbox.mail.inbox import Message as Kept

HOST = "sandbox.localhost"
KINDS = {
    "failed": ("5.1.1", "550 5.1.1 No such mailbox", "Undelivered Mail Returned to Sender"),
    "delayed": ("4.2.2", "452 4.2.2 The mailbox is full, trying again", "Delayed Mail (still being retried)"),
}
HEADERS_SENT_BACK = ("From", "To", "Subject", "Date", "Message-ID")


def send_back(message: Kept, kind: str, path: Path) -> None:
    """Have the message come back to its sender, who reads this file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    file = mailbox.mbox(path)
    file.lock()
    try:
        file.add(bytes(report(message, kind)))
        file.flush()
    finally:
        file.close()


def report(message: Kept, kind: str) -> MIMEMultipart:
    """What the server says about a message, with the headers of what it could not deliver."""
    status, said, subject = KINDS[kind]
    to = message.recipients[0]
    returned = MIMEMultipart("report")
    returned.set_param("report-type", "delivery-status")
    returned["From"] = f"Mail Delivery System <MAILER-DAEMON@{HOST}>"
    returned["To"] = message.sender or f"nobody@{HOST}"
    returned["Subject"] = subject
    returned["Date"] = formatdate()
    returned["Message-ID"] = make_msgid(domain=HOST)
    returned["Auto-Submitted"] = "auto-replied"
    returned.attach(MIMEText(f"This is the mail system at {HOST}.\n\n<{to}>: {said}\n"))
    returned.attach(_status(to, kind, status, said))
    returned.attach(_headers_of(message))
    return returned


def _status(to: str, kind: str, status: str, said: str) -> Message:
    part = Message()
    part["Content-Type"] = "message/delivery-status"
    about_server, about_reader = Message(), Message()
    about_server["Reporting-MTA"] = f"dns; {HOST}"
    about_reader["Final-Recipient"] = f"rfc822; {to}"
    about_reader["Action"] = kind
    about_reader["Status"] = status
    about_reader["Diagnostic-Code"] = f"smtp; {said}"
    part.set_payload([about_server, about_reader])
    return part


def _headers_of(message: Kept) -> Message:
    part = Message()
    part["Content-Type"] = "text/rfc822-headers"
    headers = (f"{name}: {message.headers[name]}" for name in HEADERS_SENT_BACK if name in message.headers)
    part.set_payload("\n".join(headers).encode("ascii", "replace").decode() + "\n")
    return part
