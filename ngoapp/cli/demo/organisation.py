"""The demo organisation: invented, with telephone numbers and addresses that belong to nobody."""

from pathlib import Path

from ngoapp.core.money import Money
from ngoapp.core.paths import static_folder
from ngoapp.donations.currencies.operations import keep_rate
from ngoapp.donations.fees import FeeRate
from ngoapp.organisation.operations import set_logo, set_up_organisation

LOGO = Path("img") / "demo-logo.svg"


def load_organisation() -> None:
    """Set up a small network for a rare disease in Minnesota."""
    organisation = set_up_organisation(
        legal_name="Northern Scleroderma Network, Inc.",
        public_name="Northern Scleroderma Network",
        short_name="NSN Front Desk",
        mission=(
            "We bring people who live with scleroderma together with those who understand: a hotline, plain"
            " information, and research news, free of charge since 2004."
        ),
        street_address="7400 Sample Ave S #210",
        city="Edina",
        country_area="MN",
        postal_code="55435-0142",
        country_code="US",
        ein="41-0000000",
        statement_501c3="a public charity under section 501(c)(3) of the Internal Revenue Code",
        time_zone="America/Chicago",
        currency="USD",
        hotline="1-800-555-0142",
        hotline_note="Toll-free in the U.S. and Canada, weekdays 9 a.m. to 8 p.m. Central Time",
        email="hello@example.org",
        sender_email="mail@example.org",
        receipt_jurisdiction="US",
        receipt_signer="Margaret Olsen, Treasurer",
    )
    keep_rate(FeeRate(290, Money(30, "CAD")))  # the hotline is for Canada, too
    set_logo(organisation, (static_folder() / LOGO).read_bytes(), "image/svg+xml")
