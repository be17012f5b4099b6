"""What a mail that came back says: which address failed for good, and which letter of ours it was about."""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message

from flufl.bounce import scan_message

LONGEST_LINE = 998  # RFC 5322; a longer one only serves to keep a reader busy
MOST_PARTS = 50
MOST_LETTERS = 500
NOBODY = "nobody@localhost.invalid"
LETTER = re.compile(r"<[^<>@\s]{1,200}@[^<>@\s]{1,200}>")
# It logs what it stumbles over, which is what strangers wrote.
logging.getLogger("flufl.bounce").propagate = False
logging.getLogger("flufl.bounce").addHandler(logging.NullHandler())


@dataclass(frozen=True)
class Bounce:
    """A mail that could not be delivered, ever: to whom, and the Message-IDs that are named in the report."""

    failed: frozenset[str]
    letters: tuple[str, ...]


def read_bounce(content: bytes) -> Bounce | None:
    """The report in these bytes; None for any other mail, for a delay, and for what nobody can read."""
    try:
        message = message_from_bytes(content, policy=policy.compat32)
        _tame(message)
        failed = frozenset(address.decode("ascii").lower() for address in scan_message(message))
        return Bounce(failed, tuple(_letters(message))) if failed else None
    except Exception:  # noqa: BLE001 - strangers write this mailbox full; what defeats the parser is no report
        return None


def _tame(message: Message) -> None:
    """Put every text part into plain words with short lines, whatever it came in, and name a sender where none is."""
    if not message.get("From"):
        message["From"] = NOBODY  # some detectors cannot do without
    for part in _parts(message):
        if part.is_multipart() or part.get_content_maintype() not in {"text", "message"}:
            continue
        content = part.get_payload(decode=True)
        lines = (content if isinstance(content, bytes) else b"").decode("latin-1").splitlines()
        del part["Content-Transfer-Encoding"]
        part.set_payload("\n".join(line[:LONGEST_LINE] for line in lines))


def _letters(message: Message) -> Iterator[str]:
    """Message-IDs in headers and texts, wherever the mail server put what it sends back."""
    found = 0
    for part in _parts(message):
        texts = [str(value)[:LONGEST_LINE] for value in part.values()]
        if not part.is_multipart():
            texts.append(str(part.get_payload()))
        for match in (match for text in texts for match in LETTER.finditer(text)):
            yield match[0]
            found += 1
            if found == MOST_LETTERS:
                return


def _parts(message: Message) -> list[Message]:
    return [part for _, part in zip(range(MOST_PARTS), message.walk(), strict=False)]
