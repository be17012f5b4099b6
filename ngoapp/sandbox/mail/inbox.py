"""Messages: kept as the bytes that arrived, read into parts when somebody looks."""

import json
import sqlite3
import time
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage, MIMEPart
from email.policy import EmailPolicy
from hashlib import sha256
from typing import Any, cast

from ngoapp.sandbox.state.objects import Json


class Forgiving(EmailPolicy):
    """Reads what it can: Python's parser stumbles over some broken headers, which then show as they are."""

    def header_fetch_parse(self, name: str, value: str) -> Any:
        """A header's value; a broken one that would describe the content describes nothing."""
        try:
            return super().header_fetch_parse(name, value)
        except Exception:  # noqa: BLE001 - the parser has no exception of its own for what defeats it
            return None if name.lower().startswith("content-") else value


@dataclass(frozen=True)
class Attachment:
    """A file in a message."""

    filename: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Message:
    """One message as it arrived, with its envelope."""

    id: int
    received_at: float
    sender: str
    recipients: list[str]
    raw: bytes
    parsed: EmailMessage

    @property
    def subject(self) -> str:
        """The subject, decoded."""
        return str(self.parsed.get("Subject", ""))

    @property
    def author(self) -> str:
        """Who the message says it is from, or the envelope's sender."""
        return str(self.parsed.get("From", self.sender))

    @property
    def headers(self) -> dict[str, str]:
        """All headers, decoded; the lines of a repeated one follow each other."""
        headers: dict[str, str] = {}
        for name, value in self.parsed.items():
            headers[name] = f"{headers[name]}\n{value}" if name in headers else str(value)
        return headers

    @property
    def text(self) -> str | None:
        """The plain text part."""
        return self._body("plain")

    @property
    def html(self) -> str | None:
        """The HTML part."""
        return self._body("html")

    @property
    def attachments(self) -> list[Attachment]:
        """The files."""
        parts = [part for part in self.parsed.walk() if part.get_filename() or part.is_attachment()]
        return [
            Attachment(part.get_filename() or "attachment", part.get_content_type(), _bytes_of(part))
            for part in parts
            if not part.is_multipart()
        ]

    def _body(self, kind: str) -> str | None:
        part = self.parsed.get_body((kind,))
        if part is None:
            return None
        charset = part.get_content_charset("utf-8")
        try:
            return _bytes_of(part).decode(charset, "replace")
        except LookupError:
            return _bytes_of(part).decode("utf-8", "replace")


def _bytes_of(part: MIMEPart) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def keep(db: sqlite3.Connection, *, sender: str, recipients: list[str], raw: bytes) -> None:
    """Put a message into the inbox."""
    db.execute(
        "INSERT INTO messages (received_at, sender, recipients, raw) VALUES (?, ?, ?, ?)",
        (time.time(), sender, json.dumps(recipients), raw),
    )


def messages_newest_first(db: sqlite3.Connection, to: str | None = None) -> list[Message]:
    """The inbox, or what was sent to one address (as the envelope says, whatever its case)."""
    rows = db.execute("SELECT * FROM messages ORDER BY id DESC")
    messages = [_message(row) for row in rows]
    wanted = to.casefold() if to else None
    return [m for m in messages if wanted is None or wanted in (r.casefold() for r in m.recipients)]


def message(db: sqlite3.Connection, id: int) -> Message | None:
    """One message, if it is there."""
    row = db.execute("SELECT * FROM messages WHERE id = ?", (id,)).fetchone()
    return _message(row) if row else None


def empty(db: sqlite3.Connection) -> int:
    """Throw all messages away. Answers how many there were."""
    return db.execute("DELETE FROM messages").rowcount


def describe(message: Message, url: str) -> Json:
    """A message as /inbox.json shows it."""
    return {
        "id": message.id,
        "received_at": message.received_at,
        "to": message.recipients,
        "from": message.author,
        "subject": message.subject,
        "headers": message.headers,
        "text": message.text,
        "html": message.html,
        "sha256": sha256(message.raw).hexdigest(),
        "url": url,
        "attachments": [
            {
                "filename": attachment.filename,
                "content_type": attachment.content_type,
                "size": len(attachment.content),
                "sha256": sha256(attachment.content).hexdigest(),
                "url": f"{url}/attachments/{position}",
            }
            for position, attachment in enumerate(message.attachments)
        ],
    }


def _message(row: sqlite3.Row) -> Message:
    # The published types have it that a policy's messages are of the old class; ours makes EmailMessage.
    parsed = cast(EmailMessage, message_from_bytes(row["raw"], policy=Forgiving()))
    return Message(
        row["id"], row["received_at"], row["sender"], json.loads(row["recipients"]), row["raw"], parsed
    )
