"""A folder on an IMAP server. It is opened for reading only, so nothing in it changes, not even “unread”."""

import imaplib
import ssl
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from functools import partial
from urllib.parse import SplitResult, unquote

from ngoapp.adapters.kept_mail import MOST, Kept, MailboxAway
from ngoapp.core import clock

TIMEOUT = 20  # seconds
BACK = timedelta(days=30)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class ImapFolder:
    """A folder given as `imaps://user:password@host/INBOX`."""

    def __init__(self, url: SplitResult) -> None:
        self.url = url

    def messages(self) -> Iterator[Kept]:
        """The messages of the last thirty days, named by their UIDs. Read each before the next."""
        with _own_words(), closing(_Session(self.url)) as session:
            for uid in session.uids_since(clock.now() - BACK):
                yield Kept(f"{session.validity}:{uid}", partial(session.first_bytes, uid))


class _Session:
    def __init__(self, url: SplitResult) -> None:
        host = url.hostname or "localhost"
        if url.scheme == "imaps":
            self.server: imaplib.IMAP4 = imaplib.IMAP4_SSL(
                host, url.port or 993, timeout=TIMEOUT, ssl_context=ssl.create_default_context()
            )
        else:
            self.server = imaplib.IMAP4(host, url.port or 143, timeout=TIMEOUT)
        try:
            self.server.login(unquote(url.username or ""), unquote(url.password or ""))
            folder = unquote(url.path.strip("/")) or "INBOX"
            _ok(
                self.server.select(
                    '"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"', readonly=True
                )
            )
            self.validity = _text(self.server.response("UIDVALIDITY")[1]) or "0"
        except BaseException:
            self.close()
            raise

    def uids_since(self, moment: datetime) -> list[str]:
        day = f"{moment.day}-{MONTHS[moment.month - 1]}-{moment.year}"  # in English, whatever the locale
        return _text(_ok(self.server.uid("SEARCH", "SINCE", day))).split()

    def first_bytes(self, uid: str) -> bytes:
        with _own_words():
            parts = _ok(self.server.uid("FETCH", uid, f"(BODY.PEEK[]<0.{MOST}>)"))
        return next((part[1] for part in parts if isinstance(part, tuple)), b"")

    def close(self) -> None:
        try:
            self.server.logout()
        except (OSError, imaplib.IMAP4.error):
            self.server.shutdown()


def _ok(answer: tuple[str, Sequence[object]]) -> Sequence[object]:
    status, parts = answer
    if status != "OK":
        raise MailboxAway("the server said no")
    return parts


def _text(parts: Sequence[object]) -> str:
    return b" ".join(part for part in parts if isinstance(part, bytes)).decode("ascii", "replace")


@contextmanager
def _own_words() -> Iterator[None]:
    """What a server says can name people, so only what kind of failure it was goes on."""
    try:
        yield
    except (OSError, imaplib.IMAP4.error, UnicodeError) as error:  # imaplib speaks ASCII only
        raise MailboxAway(type(error).__name__) from None
