"""What the organisation says of itself."""

import pytest

from ngoapp.organisation.models import Organisation


@pytest.mark.parametrize(
    ("status", "sentence"),
    [("", "Lupus Friends, Inc."), ("a public charity.", "Lupus Friends, Inc. is a public charity.")],
)
def test_who_we_are_is_one_sentence_with_one_full_stop(status: str, sentence: str) -> None:
    assert Organisation(legal_name="Lupus Friends, Inc.", statement_501c3=status).who_we_are == sentence
