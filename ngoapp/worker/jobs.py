"""Every job by its name: the map that lets lower floors reach up through the outbox."""

from ngoapp.accounts import jobs as accounts
from ngoapp.acknowledgments import jobs as acknowledgments
from ngoapp.acknowledgments.together import jobs as together
from ngoapp.core.queue import Jobs
from ngoapp.desk.bounces import jobs as bounces
from ngoapp.donations import jobs as donations
from ngoapp.donations.attempts import jobs as attempts
from ngoapp.donations.mailed import jobs as mailed_checks
from ngoapp.donations.matching import jobs as matching
from ngoapp.donations.payouts import jobs as payouts
from ngoapp.donations.phone import jobs as phone
from ngoapp.donations.recurring import changes, ending, seconds
from ngoapp.donations.recurring import jobs as recurring
from ngoapp.donations.returns import jobs as returns
from ngoapp.donations.tributes import jobs as tributes
from ngoapp.packets import jobs as packets
from ngoapp.packets.kits import jobs as kits
from ngoapp.packets.mailed import jobs as mailed_packets
from ngoapp.packets.privacy import jobs as packet_privacy
from ngoapp.packets.survey import jobs as packet_survey
from ngoapp.receipts import jobs as receipts
from ngoapp.site import jobs as site
from ngoapp.volunteers import jobs as volunteers

JOBS: Jobs = {
    "accounts.send_password_link": accounts.send_password_link,
    "accounts.send_invitation": accounts.send_invitation,
    "accounts.send_password_notice": accounts.send_password_notice,
    "acknowledgments.send_question": together.send_question,
    "acknowledgments.draft": acknowledgments.draft,
    "desk.read_bounces": bounces.read_bounces,
    "donations.announce_renewals": recurring.announce,
    "donations.end_plan": ending.end_plan,
    "donations.end_second_plan": seconds.end_second,
    "donations.lapse_pledge": mailed_checks.lapse,
    "donations.end_page": attempts.end_page,
    "donations.follow_pause": attempts.follow_pause,
    "donations.forget_attempts": attempts.forget_attempts,
    "donations.hold_against_stripe": donations.hold_against_stripe,
    "donations.process_event": donations.process_event,
    "donations.process_payout_event": payouts.process_payout_event,
    "donations.refund": returns.refund,
    "donations.send_link": attempts.send_link,
    "donations.send_match_note": matching.send_note,
    "donations.send_match_reminder": matching.send_reminder,
    "donations.send_note": returns.send_note,
    "donations.send_payment_failed": donations.send_payment_failed,
    "donations.send_phone_page": phone.send_phone_page,
    "donations.send_plan_ended": recurring.send_plan_ended,
    "donations.send_plan_stopped": recurring.send_plan_stopped,
    "donations.send_pledge_reminder": mailed_checks.send_reminder,
    "donations.send_renewal_failed": recurring.send_renewal_failed,
    "donations.send_slip": mailed_checks.send_slip,
    "donations.send_upcoming": recurring.send_upcoming,
    "donations.send_honouree_question": tributes.send_question,
    "donations.send_tribute_notice": tributes.send_notice,
    "donations.sync": donations.sync,
    "donations.sync_plan": recurring.sync_plan,
    "donations.tell_paused": attempts.tell_paused,
    "donations.use_new_card": changes.look_for_new_card,
    "packets.plan_surveys": packet_survey.plan,
    "packets.purge": packet_privacy.purge,
    "packets.send_correction": kits.send_correction,
    "packets.send_link": packets.send_link,
    "packets.send_page_link": packet_privacy.send_page_link,
    "packets.send_survey": packet_survey.send_survey,
    "packets.follow_up": mailed_packets.follow_up,
    "packets.send_reminder": mailed_packets.send_reminder,
    "receipts.amend": receipts.amend,
    "receipts.correct": receipts.correct,
    "receipts.issue": receipts.issue,
    "receipts.send": receipts.send,
    "receipts.send_amended": receipts.send_amended,
    "receipts.void": receipts.void,
    "site.send_giving_link": site.send_giving_link,
    "volunteers.send_answer": volunteers.send_answer,
    "volunteers.send_confirmation": volunteers.send_confirmation,
}
