"""The organisation that tests run for."""

from ngoapp.organisation.models import Organisation
from ngoapp.organisation.operations import set_up_organisation

PROFILE = {
    "legal_name": "Northern Scleroderma Network, Inc.",
    "public_name": "Northern Scleroderma Network",
    "short_name": "NSN",
    "mission": "We help people who live with scleroderma, and those who care for them.",
    "street_address": "7400 Prairie Center Dr # 210",
    "city": "Edina",
    "country_area": "MN",
    "postal_code": "55435-0210",
    "country_code": "US",
    "ein": "41-0000000",
    "statement_501c3": "a public charity under section 501(c)(3) of the Internal Revenue Code",
    "time_zone": "America/Chicago",
    "currency": "USD",
    "hotline": "1-800-555-0142",
    "email": "hello@example.org",
    "sender_email": "mail@example.org",
    "receipt_jurisdiction": "US",
}


def make_organisation(**changes: str) -> Organisation:
    """The organisation, set up; call it inside a transaction."""
    return set_up_organisation(**{**PROFILE, **changes})
