"""Bytes that belong to the data (receipts, logo, packets), kept in the database so that a backup is whole."""

import hashlib
from datetime import datetime

from sqlalchemy import LargeBinary, String, select
from sqlalchemy.orm import Mapped, deferred, mapped_column

from ngoapp.core import clock
from ngoapp.core.db import Base, Id, insert_ignoring, session


class StoredFile(Base):
    """Content named by its own SHA-256; the same bytes are stored once and never change."""

    __tablename__ = "stored_files"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    content_type: Mapped[str] = mapped_column(String(80))
    size: Mapped[int] = mapped_column(Id)
    stored_at: Mapped[datetime]
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary, nullable=False))


def store(content: bytes, content_type: str) -> StoredFile:
    """Keep the bytes; the same bytes again give the same row."""
    digest = hashlib.sha256(content).hexdigest()
    insert_ignoring(
        StoredFile,
        sha256=digest,
        content_type=content_type,
        size=len(content),
        stored_at=clock.now(),
        content=content,
    )
    return session.execute(select(StoredFile).where(StoredFile.sha256 == digest)).scalar_one()
