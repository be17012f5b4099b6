"""The mailbox that undeliverable mail comes back to, wherever the setting says that it is."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from flask import Flask, current_app

from ngoapp.adapters.imap import ImapFolder
from ngoapp.adapters.kept_mail import Mailbox, NoMailbox
from ngoapp.adapters.mail_files import Maildir, Mbox


def mailbox_at(url: str) -> Mailbox:
    """The mailbox behind `mbox:///path`, `maildir:///path` or `imaps://user:password@host/INBOX`; none for none."""
    parts = urlsplit(url)
    if parts.scheme == "mbox":
        return Mbox(Path(unquote(parts.path)))
    if parts.scheme == "maildir":
        return Maildir(Path(unquote(parts.path)))
    return ImapFolder(parts) if url else NoMailbox()


def init_mailbox(app: Flask, url: str) -> None:
    """Give the app its mailbox; tests put another in its place."""
    app.extensions["ngoapp.mailbox"] = mailbox_at(url)


def mailbox() -> Mailbox:
    """The app's mailbox."""
    kept: Mailbox = current_app.extensions["ngoapp.mailbox"]
    return kept
