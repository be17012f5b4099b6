"""Every blueprint, in one list: what is not here is not served."""

from flask import Blueprint, Flask

from ngoapp.accounts.staff import bp as accounts
from ngoapp.acknowledgments.staff import bp as acknowledgments_staff
from ngoapp.acknowledgments.together.public import bp as together
from ngoapp.acknowledgments.together.staff import bp as together_staff
from ngoapp.app.health import bp as health
from ngoapp.desk.donor_staff import bp as donors_staff
from ngoapp.desk.organisation import bp as organisation_staff
from ngoapp.desk.staff import bp as desk
from ngoapp.donations.attempts.public import bp as attempts
from ngoapp.donations.attempts.staff import bp as attempts_staff
from ngoapp.donations.campaigns.staff import bp as campaigns_staff
from ngoapp.donations.campaigns.staff_sharing import bp as campaigns_sharing
from ngoapp.donations.currencies.staff import bp as currencies_staff
from ngoapp.donations.events.webhooks import bp as stripe_webhooks
from ngoapp.donations.funds.staff import bp as funds_staff
from ngoapp.donations.labels.staff import bp as donor_labels
from ngoapp.donations.mailed.public import bp as slips
from ngoapp.donations.mailed.staff import bp as pledges_staff
from ngoapp.donations.matching.public import bp as matching
from ngoapp.donations.matching.staff import bp as matching_staff
from ngoapp.donations.payouts.staff import bp as payouts_staff
from ngoapp.donations.phone.public import bp as phone
from ngoapp.donations.phone.staff import bp as phone_staff
from ngoapp.donations.public import bp as donations
from ngoapp.donations.quarantine.staff import bp as quarantine_staff
from ngoapp.donations.recurring.public import bp as recurring
from ngoapp.donations.recurring.staff import bp as recurring_staff
from ngoapp.donations.returns.staff import bp as giving_back_staff
from ngoapp.donations.staff import bp as gifts_staff
from ngoapp.donations.together.staff import bp as giving_together_staff
from ngoapp.donations.tributes.public import bp as tributes
from ngoapp.donations.tributes.staff import bp as tributes_staff
from ngoapp.donations.tributes.staff_honourees import bp as honourees_staff
from ngoapp.donations.tributes.staff_paper import bp as honourees_paper
from ngoapp.donations.ways.public import bp as ways
from ngoapp.donations.ways.staff import bp as ways_staff
from ngoapp.mailings.runs.staff import bp as print_runs
from ngoapp.mailings.staff import bp as mailroom
from ngoapp.news.public import bp as news
from ngoapp.news.staff import bp as news_staff
from ngoapp.packets.batches.staff import bp as packet_batches
from ngoapp.packets.batches.staff_postage import bp as packet_postage
from ngoapp.packets.batches.staff_returns import bp as packet_returns
from ngoapp.packets.calls.staff import bp as packet_calls
from ngoapp.packets.calls.staff_scripts import bp as call_scripts
from ngoapp.packets.figures.staff import bp as packet_figures
from ngoapp.packets.intake.staff import bp as packet_intake
from ngoapp.packets.kits.staff import bp as packet_kits
from ngoapp.packets.kits.staff_editions import bp as packet_editions
from ngoapp.packets.kits.staff_recalls import bp as packet_recalls
from ngoapp.packets.kits.staff_stock import bp as packet_stock
from ngoapp.packets.mailed.public import bp as packet_links
from ngoapp.packets.mailed.staff import bp as packets_mailed
from ngoapp.packets.office.staff import bp as packet_office
from ngoapp.packets.privacy.public import bp as packets_mine
from ngoapp.packets.privacy.staff import bp as packet_privacy
from ngoapp.packets.public import bp as packets
from ngoapp.packets.staff import bp as packets_staff
from ngoapp.packets.survey.public import bp as packet_survey
from ngoapp.packets.survey.staff import bp as packet_survey_staff
from ngoapp.people.households.staff import bp as households_staff
from ngoapp.people.staff import bp as people_staff
from ngoapp.receipts.public import bp as receipts
from ngoapp.receipts.staff import bp as receipts_staff
from ngoapp.site.campaigns import bp as campaigns
from ngoapp.site.giving_donor import bp as giving_donor
from ngoapp.site.giving_fresh import bp as giving_fresh
from ngoapp.site.giving_plans import bp as giving_plans
from ngoapp.site.giving_public import bp as giving
from ngoapp.site.public import bp as site
from ngoapp.volunteers.public import bp as volunteers
from ngoapp.volunteers.staff import bp as volunteers_staff

BLUEPRINTS: tuple[Blueprint, ...] = (
    health,
    accounts,
    site,
    donations,
    attempts,
    slips,
    matching,
    together,
    recurring,
    tributes,
    ways,
    stripe_webhooks,
    mailroom,
    print_runs,
    donor_labels,
    campaigns,
    news,
    receipts,
    packets,
    packets_mine,
    packet_survey,
    packet_links,
    giving,
    giving_donor,
    giving_fresh,
    giving_plans,
    desk,
    gifts_staff,
    attempts_staff,
    pledges_staff,
    matching_staff,
    recurring_staff,
    donors_staff,
    phone,
    phone_staff,
    households_staff,
    people_staff,
    quarantine_staff,
    giving_back_staff,
    currencies_staff,
    payouts_staff,
    giving_together_staff,
    tributes_staff,
    honourees_staff,
    honourees_paper,
    funds_staff,
    campaigns_staff,
    campaigns_sharing,
    acknowledgments_staff,
    together_staff,
    news_staff,
    receipts_staff,
    packets_staff,
    packet_calls,
    call_scripts,
    packet_intake,
    packet_batches,
    packet_postage,
    packet_returns,
    packet_office,
    packet_editions,
    packet_privacy,
    packets_mailed,
    packet_figures,
    packet_survey_staff,
    packet_kits,
    packet_stock,
    packet_recalls,
    organisation_staff,
    ways_staff,
    volunteers,
    volunteers_staff,
)
# Their senders prove themselves by a signature and have no page of ours to take a token from.
WITHOUT_CSRF_TOKEN = (stripe_webhooks,)


def register_blueprints(app: Flask) -> None:
    """Put every view on its address."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    for blueprint in WITHOUT_CSRF_TOKEN:
        app.extensions["csrf"].exempt(blueprint)
