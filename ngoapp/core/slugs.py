"""Titles as part of an address."""

import re
import unicodedata

LONGEST = 100


def slug_of(title: str, *, otherwise: str) -> str:
    """The title in small letters, digits and hyphens; `otherwise` where it has none of them."""
    plain = unicodedata.normalize("NFKD", title.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST].rstrip("-") or otherwise
