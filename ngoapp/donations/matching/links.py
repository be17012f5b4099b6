"""The donor's own link to a match that they hope for."""

from flask import current_app
from sqlalchemy import select

from ngoapp.core.db import session
from ngoapp.core.errors import NotThere
from ngoapp.core.tokens import derive, digest
from ngoapp.donations.matching.models import MatchingGift

PURPOSE = "match"
MATCH = "/donate/match/"  # written down, since the worker has no request to build an address from


def seal_match(match: MatchingGift) -> str:
    """The token of the link; the database keeps its hash."""
    token = derive(current_app.config["SECRET_KEY"], PURPOSE, match.id, match.nonce)
    if match.token_digest is None:
        match.token_digest = digest(token)
    return token


def match_behind(token: str) -> MatchingGift:
    """The match whose link this is. Raises NotThere."""
    match = session.scalar(select(MatchingGift).where(MatchingGift.token_digest == digest(token)))
    if match is None:
        raise NotThere
    return match
