"""A gift from a donor-advised fund: a letter of thanks to who advised it, whatever the country.

The fund is the donor and needs no receipt; the adviser had theirs when they gave to the fund, so nothing is said about
deducting it. The letter is numbered among the plain acknowledgments."""

from ngoapp.receipts.jurisdictions import plain

CODE = plain.CODE
TITLE = "Thank you"
TO_ADVISER = "Thank you for recommending this grant to us."
TO_FUND = "Thank you for this grant."


def statements(sponsor: str, account: str, *, to_adviser: bool) -> tuple[str, ...]:
    """Whose money it is, and that nothing was given in return."""
    whose = "which you advise" if to_adviser else "a donor-advised fund"
    return (
        f"We received it from {sponsor}, out of {account}, {whose}.",
        "No goods or services were provided in exchange for this grant.",
    )
