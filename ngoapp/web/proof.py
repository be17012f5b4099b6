"""Proof of work (ALTCHA, served by ourselves): a sum that costs a browser a second and a machine of forms much more.

A proof is made for one thing, such as one filled-in donation, and counts for that alone: replaying it repeats what was
done already, so no list of used proofs is needed. The browser's side is `static/js/proof.js`."""

import base64
import json
import secrets
from datetime import timedelta
from typing import Any

from altcha import create_challenge, verify_solution
from flask import current_app

from ngoapp.core import clock

ALGORITHM = "PBKDF2/SHA-256"
COST = 5_000  # rounds for each guess: about three milliseconds, here and in a browser
FEWEST, MOST = 150, 350  # guesses until it fits; chosen by us, so that nobody is unlucky for a minute
LASTS = timedelta(minutes=20)
LONGEST = 4_000  # characters of a proof


def challenge(purpose: str) -> str:
    """A sum to be done for `purpose`, as JSON for the browser."""
    made = create_challenge(
        ALGORITHM,
        current_app.config["PROOF_COST"],
        counter=FEWEST + secrets.randbelow(MOST - FEWEST),
        data={"for": purpose, "until": int((clock.now() + LASTS).timestamp())},
        hmac_secret=_secret(),
    )
    return json.dumps(made.to_dict())


def is_proven(proof: str, purpose: str) -> bool:
    """Whether this is the answer to a challenge of ours for `purpose`, in time."""
    data = _data_of(proof) if 0 < len(proof) <= LONGEST else {}
    if data.get("for") != purpose or data.get("until", 0) < clock.now().timestamp():
        return False
    return bool(verify_solution(proof, _secret()).verified)


def _data_of(proof: str) -> dict[str, Any]:
    """What a proof says of itself; its signature is checked afterwards."""
    try:
        data = json.loads(base64.b64decode(proof))["challenge"]["parameters"]["data"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return {}
    return data if isinstance(data, dict) and isinstance(data.get("until"), int) else {}


def _secret() -> str:
    return f"proof:{current_app.config['SECRET_KEY']}"
