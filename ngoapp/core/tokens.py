"""Secrets in links. The mail job derives the token again; the database keeps only its hash and a nonce."""

import base64
import hashlib
import hmac
import secrets


def new_nonce() -> str:
    """A fresh nonce for a row that will have a link."""
    return secrets.token_hex(16)


def derive(secret_key: str, purpose: str, row_id: int, nonce: str) -> str:
    """The token of a link: HMAC-SHA-256 over purpose, row and nonce, 256 bits as URL-safe text."""
    message = f"{purpose}:{row_id}:{nonce}".encode()
    mac = hmac.new(secret_key.encode(), message, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(mac).rstrip(b"=").decode()


def digest(token: str) -> str:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def keyed_digest(secret_key: str, purpose: str, text: str) -> str:
    """128 bits that are the same for the same text and tell nothing about it to who lacks the key."""
    key = hashlib.sha256(f"{purpose}:{secret_key}".encode()).digest()
    return hashlib.blake2b(text.encode(), key=key, digest_size=16).hexdigest()
