import json
from pathlib import Path

import pytest

from ngoapp.mailings.lines import address_lines
from ngoapp.people.addresses import PostalAddress

GOLDEN = json.loads((Path(__file__).parent / "data" / "address-cases.json").read_text("utf-8"))
CASES = {case["id"]: case for case in GOLDEN["cases"]}


def us(street, *, name="Ann Lee", city="Edina", area="MN", code="55435", **more):
    return PostalAddress(
        name=name,
        street_address=street,
        city=city,
        country_area=area,
        postal_code=code,
        country_code="US",
        **more,
    )


@pytest.mark.parametrize("case_id", CASES)
def test_a_golden_case_reads_as_the_postal_service_wants_it(case_id):
    case = CASES[case_id]
    assert address_lines(PostalAddress(**case["input"]), style="upper") == case["expected_upper"]


@pytest.mark.parametrize("case_id", [key for key, case in CASES.items() if case["expected_mixed"]])
def test_a_golden_case_as_typed_keeps_the_typing(case_id):
    case = CASES[case_id]
    assert address_lines(PostalAddress(**case["input"]), style="typed") == case["expected_mixed"]
