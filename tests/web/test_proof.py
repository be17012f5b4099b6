"""A proof of work counts for what it was done for, for twenty minutes, and nothing else does."""

import base64
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from altcha import Challenge, Payload, solve_challenge
from flask import Flask

from ngoapp.core import clock
from ngoapp.web.proof import challenge, is_proven

pytestmark = pytest.mark.once
NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def quick(app: Flask) -> Iterator[None]:
    before = app.config["PROOF_COST"]
    app.config["PROOF_COST"] = 1
    with app.app_context(), clock.at(NOW):
        yield
    app.config["PROOF_COST"] = before


def solve(made: str) -> str:
    """What a browser sends."""
    asked = Challenge.from_dict(json.loads(made))
    solution = solve_challenge(asked)
    assert solution
    return Payload(asked, solution).to_base64()


def test_a_sum_that_is_done_counts_for_its_purpose_alone() -> None:
    proof = solve(challenge("this gift"))
    assert is_proven(proof, "this gift")
    assert not is_proven(proof, "another gift")


def test_a_sum_counts_for_twenty_minutes() -> None:
    proof = solve(challenge("this gift"))
    with clock.at(NOW + timedelta(minutes=19)):
        assert is_proven(proof, "this gift")
    with clock.at(NOW + timedelta(minutes=21)):
        assert not is_proven(proof, "this gift")


def test_a_challenge_that_was_made_easier_or_renamed_does_not_count() -> None:
    proof = json.loads(base64.b64decode(solve(challenge("this gift"))))
    for part, value in (("data", {"for": "mine", "until": 2**40}), ("keyPrefix", ""), ("cost", 0)):
        parameters = proof["challenge"]["parameters"]
        changed = {**proof, "challenge": {**proof["challenge"], "parameters": {**parameters, part: value}}}
        text = base64.b64encode(json.dumps(changed).encode()).decode()
        assert not is_proven(text, "mine" if part == "data" else "this gift")


@pytest.mark.parametrize("rubbish", ["", "x", "e30=", "W10=", "é", "A" * 5000, "bnVsbA=="])
def test_rubbish_is_no_proof(rubbish: str) -> None:
    assert not is_proven(rubbish, "this gift")
