"""Mail from templates: `templates/emails/<domain>/<name>.{txt,html}`.

A message is the same bytes each time it is made for the same key: its Message-ID, date and MIME boundary come
from the row it is about, so a repeat after a crash is recognised as one by the reader's mail program."""

import hashlib
import hmac
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email
from flask import current_app

from ngoapp.core import tokens
from ngoapp.core.outbox import GiveUp
from ngoapp.organisation.queries import our_organisation

SEAL = 16  # 64 bits, to be guessed by mail


def render_mail(
    template: str, *, key: str, to: str, subject: str, written_at: datetime, **context: object
) -> EmailMessage:
    """Set the mail `template` (such as `receipts/receipt`) for one reader. Raises GiveUp for no address of theirs.

    `key` names the letter once and for all, such as `receipt-17`; `written_at` is an instant kept in its row."""
    ours = our_organisation()
    context |= {"organisation": ours, "subject": subject, "base_url": current_app.config["BASE_URL"]}
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(ours.short_name, addr_spec=ours.sender_email)
    message["To"] = Address(addr_spec=_as_servers_read_it(to))
    message["Reply-To"] = Address(addr_spec=ours.email)
    message["Subject"] = subject
    message["Date"] = format_datetime(written_at)
    message["Message-ID"] = f"<{key}.{_seal(key)}@{urlsplit(current_app.config['BASE_URL']).hostname}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(_text(f"emails/{template}.txt", context), cte="quoted-printable")
    message.add_alternative(_text(f"emails/{template}.html", context), subtype="html", cte="quoted-printable")
    message.set_boundary("=_" + hashlib.sha256(key.encode()).hexdigest()[:32])
    return message


def letter_named(message_id: str) -> str | None:
    """The key of the letter that we sent under this Message-ID; None for one that is not ours.

    A seal is in it that nobody can make who has not seen the letter, so a made-up report names none."""
    key, _, seal = message_id.strip("<>").partition("@")[0].rpartition(".")
    return key if hmac.compare_digest(seal.encode(), _seal(key).encode()) else None


def _seal(key: str) -> str:
    return tokens.keyed_digest(current_app.config["SECRET_KEY"], "letter", key)[:SEAL]


def _as_servers_read_it(address: str) -> str:
    """The address with its domain in the letters that every mail server takes: münchen as xn--mnchen-3ya."""
    if address.isascii():
        return address
    try:
        return validate_email(address, check_deliverability=False, allow_smtputf8=False).ascii_email or ""
    except EmailNotValidError as reason:
        raise GiveUp("the address cannot be mailed to") from reason


def absolute(path: str) -> str:
    """The full address of a path on our site, for links in mail: never from a request's Host header."""
    return f"{current_app.config['BASE_URL']}{path}"


def _text(template: str, context: dict[str, object]) -> str:
    # Straight from the environment: what every page is given (donors to thank, a sidebar) is for requests only.
    return current_app.jinja_env.get_template(template).render(context)
