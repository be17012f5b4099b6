"""What a card payment costs, and what a donor adds so that the whole gift arrives."""

from dataclasses import dataclass

from ngoapp.core.money import Money

WHOLE = 10_000  # basis points


@dataclass(frozen=True)
class FeeRate:
    """`basis_points` hundredths of a percent of the payment, and `fixed` on top of it."""

    basis_points: int
    fixed: Money

    @property
    def in_words(self) -> str:
        """As the form says it: “2.9% + $0.30”."""
        percent = f"{self.basis_points / 100:g}%"
        return f"{percent} + {self.fixed.format()}" if self.fixed.minor else percent

    def of(self, payment: Money) -> Money:
        """What is kept of a payment, rounded to the nearest minor unit, halves up."""
        share = (payment.minor * self.basis_points + WHOLE // 2) // WHOLE
        return Money(share, payment.currency) + self.fixed

    def cover(self, gift: Money) -> Money:
        """What to add to a gift so that no less than the gift is left after the fee.

        The payment is the least P with P − P × rate − fixed ≥ gift: the fee is taken of what is added, too."""
        left = WHOLE - self.basis_points
        payment = -(-(gift + self.fixed).minor * WHOLE // left)
        while (Money(payment - 1, gift.currency) - self.of(Money(payment - 1, gift.currency))) >= gift:
            payment -= 1
        while (Money(payment, gift.currency) - self.of(Money(payment, gift.currency))) < gift:
            payment += 1
        return Money(payment, gift.currency) - gift
