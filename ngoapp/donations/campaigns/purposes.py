"""What a donor can give for on a form: one of the open funds, or the campaign that led there, which has its fund."""

from collections.abc import Sequence
from dataclasses import dataclass

from ngoapp.core.money import Money
from ngoapp.donations.amounts import USUAL, suggested, whole
from ngoapp.donations.campaigns.models import Campaign
from ngoapp.donations.campaigns.queries import open_campaign
from ngoapp.donations.models import Fund
from ngoapp.donations.queries import open_funds


@dataclass(frozen=True)
class Purposes:
    """The funds to choose from, and the campaign, if one was asked for. `gone` is one that collects no more."""

    funds: Sequence[Fund]
    campaign: Campaign | None = None
    gone: bool = False

    @property
    def campaign_id(self) -> int | None:
        """The campaign that the gift will belong to."""
        return self.campaign.id if self.campaign else None

    @property
    def notes(self) -> dict[int, str]:
        """What each fund pays for, where staff have written it down."""
        return {fund.id: fund.description for fund in self.funds if fund.description}

    @property
    def drawn_from(self) -> tuple[object, ...]:
        """What decides how the form looks: names and descriptions of funds, and the campaign as it was last changed."""
        of_campaign = (self.campaign.id, self.campaign.updated_at) if self.campaign else ()
        return (*((fund.id, fund.name, fund.description) for fund in self.funds), *of_campaign)

    def cards(self, currency: str) -> Sequence[Money]:
        """The amounts on the cards: the campaign's own, if it has any in this currency, or the usual ones."""
        if self.campaign and self.campaign.suggested and self.campaign.currency == currency:
            return self.campaign.suggested
        return suggested(currency)

    def usual(self, currency: str) -> Money:
        """The amount that is chosen on an untouched form."""
        cards, usual = self.cards(currency), whole(USUAL, currency)
        return usual if usual in cards else cards[(len(cards) - 1) // 2]


def purposes_now(slug: str = "", *, grace: bool = False) -> Purposes:
    """What can be given for today by who comes from the campaign at `slug`; with `grace`, if it ended yesterday too."""
    funds, campaign = open_funds(), open_campaign(slug, grace=grace)
    if campaign is None:
        return Purposes(funds, gone=bool(slug))
    return Purposes([fund for fund in funds if fund.id == campaign.fund_id], campaign)
