"""What a receipt has to say, by where donor and organisation are."""

import pytest
from sqlalchemy.orm import Session

from ngoapp.core.db import transaction
from ngoapp.organisation.models import Organisation
from ngoapp.receipts.jurisdictions import jurisdiction_for, wording
from tests.organisation.factories import make_organisation

NOTHING_IN_RETURN = "No goods or services were provided in exchange for this contribution."


def said(organisation: Organisation, country_code: str) -> str:
    return " ".join(wording(jurisdiction_for(organisation, country_code), organisation).statements)


@pytest.fixture
def ours(db: Session) -> Organisation:
    with transaction():
        return make_organisation()


def test_a_us_receipt_says_what_publication_1771_wants(ours: Organisation) -> None:
    assert said(ours, "US") == (
        f"{NOTHING_IN_RETURN} Northern Scleroderma Network, Inc. is a public charity under section 501(c)(3) of the"
        " Internal Revenue Code (EIN 41-0000000). Your contribution is tax-deductible to the extent allowed by law."
    )


@pytest.mark.parametrize("country_code", ["", "US", "PR", "GU"])
def test_donors_at_home_and_those_without_an_address_get_the_us_receipt(
    ours: Organisation, country_code: str
) -> None:
    assert jurisdiction_for(ours, country_code).CODE == "US"


@pytest.mark.parametrize("country_code", ["CA", "GB", "DE", "JP"])
def test_donors_abroad_get_a_plain_acknowledgment_without_a_word_of_deduction(
    ours: Organisation, country_code: str
) -> None:
    words = said(ours, country_code)
    assert NOTHING_IN_RETURN in words
    assert "not an official receipt for tax purposes" in words
    assert "deductible" not in words


@pytest.mark.parametrize("jurisdiction", ["CA", "GB", "ZZ"])
def test_an_organisation_elsewhere_issues_plain_acknowledgments_until_its_law_is_built_in(
    ours: Organisation, jurisdiction: str
) -> None:
    ours.receipt_jurisdiction = jurisdiction
    assert jurisdiction_for(ours, jurisdiction).CODE == "ZZ"


@pytest.mark.parametrize(
    ("ein", "status", "sentence"),
    [
        ("", "", "Northern Scleroderma Network, Inc.. Your"),
        ("41-0000000", "", "Northern Scleroderma Network, Inc., EIN 41-0000000. Your"),
        ("", "a public charity.", "Northern Scleroderma Network, Inc. is a public charity. Your"),
    ],
)
def test_an_incomplete_profile_still_makes_whole_sentences(
    ours: Organisation, ein: str, status: str, sentence: str
) -> None:
    ours.ein, ours.statement_501c3 = ein, status
    assert sentence.replace("..", ".") in said(ours, "US")
