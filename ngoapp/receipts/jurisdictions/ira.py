"""A gift from the donor's retirement account: a letter of thanks that names the custodian, whatever the country.

It was never the donor's taxable income, so nothing is said about deducting it; that nothing was given in return is what
keeps it so. The letter is numbered among the plain acknowledgments."""

from ngoapp.receipts.jurisdictions import plain

CODE = plain.CODE
TITLE = "Thank you for your gift"


def statements(custodian: str) -> tuple[str, ...]:
    """Who sent it for the donor, and that nothing was given in return."""
    return (
        f"We received it directly from {custodian}, the custodian of your individual retirement account (IRA).",
        "No goods or services were provided in exchange for this gift.",
    )
