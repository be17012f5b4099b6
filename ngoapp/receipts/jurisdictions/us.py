"""United States: the written acknowledgment of IRC section 170(f)(8) and IRS Publication 1771.

The statement about goods and services stands on every receipt, whatever the amount: it cannot be added later. What
the donor may deduct is never computed. Statements that single states want are not printed: the profile does not
yet say in which states the organisation is registered."""

from ngoapp.organisation.models import Organisation

CODE = "US"
TITLE = "Donation receipt"
# The states' own country, and the territories and freely associated states that are domestic mail.
DOMESTIC = frozenset({"", "US", "PR", "GU", "VI", "AS", "MP", "UM", "FM", "MH", "PW"})


def serves(country_code: str) -> bool:
    """Whether a donor with this country in the address is taken for a taxpayer in the United States."""
    return country_code in DOMESTIC


def ready(organisation: Organisation) -> bool:
    """Name and address; the EIN and the 501(c)(3) sentence are good practice, not law."""
    return bool(organisation.legal_name and organisation.street_address and organisation.city)


def statements(organisation: Organisation) -> tuple[str, ...]:
    """The sentences for a gift of money in return for which nothing was given."""
    return (
        "No goods or services were provided in exchange for this contribution.",
        f"{_who(organisation)} Your contribution is tax-deductible to the extent allowed by law.",
    )


def _who(organisation: Organisation) -> str:
    name = organisation.legal_name
    status = organisation.statement_501c3.strip().rstrip(".")
    number = f"EIN {organisation.ein}" if organisation.ein else ""
    if status:
        return f"{name} is {status}{f' ({number})' if number else ''}."
    return f"{name}{f', {number}' if number else ''}".rstrip(".") + "."
