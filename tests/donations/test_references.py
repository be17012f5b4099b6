"""A reference can be read aloud, typed badly, and is never taken for another."""

import pytest

from ngoapp.core.signs import ALPHABET, check_sign, is_sound
from ngoapp.donations.mailed.references import NoReference, code_in, new_code, prefix_for, written

CODE = "7K3F" + check_sign("7K3F")


def test_a_fresh_code_checks_itself() -> None:
    assert all(is_sound(new_code()) for _ in range(200))


@pytest.mark.parametrize(
    "typed",
    [
        written("NSN", CODE),
        written("NSN", CODE).lower(),
        f"  {written('NSN', CODE)} ",
        CODE,
        f"NSN {CODE[:4]} {CODE[4]}",
        f"NSN–7K3F–{CODE[4]}",
        f"OLD-7K3F-{CODE[4]}",
    ],
)
def test_a_reference_is_understood_however_it_is_written(typed: str) -> None:
    assert code_in(typed) == CODE


def test_every_single_wrong_sign_is_noticed() -> None:
    for place, right in enumerate(CODE):
        for sign in set(ALPHABET) - {right}:
            assert not is_sound(CODE[:place] + sign + CODE[place + 1 :])


def test_any_two_signs_that_changed_places_are_noticed() -> None:
    for one in range(len(CODE)):
        for other in range(one):
            signs = list(CODE)
            signs[one], signs[other] = signs[other], signs[one]
            assert signs == list(CODE) or not is_sound("".join(signs))


@pytest.mark.parametrize(
    "typed", ["", "Ruth Berg", "NSN-7K3F", "NSN-7K3F-", "٧K3F2", "x" * 1000, "NSN-0000-0"]
)
def test_anything_else_is_no_reference(typed: str) -> None:
    with pytest.raises(NoReference, match="no reference of ours"):
        code_in(typed)


@pytest.mark.parametrize(
    ("name", "prefix"),
    [
        ("Northern Scleroderma Network", "NSN"),
        ("Hilfe für Ältere", "H"),
        ("日本の会", "GIFT"),
        ("A B C D E F", "ABCDE"),
    ],
)
def test_the_prefix_is_the_initials_of_the_organisation(name: str, prefix: str) -> None:
    assert prefix_for(name) == prefix
    assert code_in(written(prefix, CODE)) == CODE
