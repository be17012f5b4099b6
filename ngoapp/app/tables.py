"""Every module with models, imported so that the metadata is whole whatever views exist."""

from ngoapp.accounts import models as accounts
from ngoapp.acknowledgments import models as acknowledgments
from ngoapp.acknowledgments.tributes import models as honouree_thanks
from ngoapp.core import audit, files, outbox, pace
from ngoapp.desk.bounces import models as bounces
from ngoapp.donations import models as donations
from ngoapp.donations.attempts import models as attempts
from ngoapp.donations.campaigns import models as campaigns
from ngoapp.donations.currencies import models as currencies
from ngoapp.donations.mailed import models as mailed_checks
from ngoapp.donations.matching import models as matching
from ngoapp.donations.payouts import models as payouts
from ngoapp.donations.phone import models as phone
from ngoapp.donations.recurring import models as recurring
from ngoapp.donations.returns import models as returns
from ngoapp.donations.together import models as together
from ngoapp.donations.tributes import models as tributes
from ngoapp.donations.ways import operations as ways
from ngoapp.mailings import models as mailings
from ngoapp.mailings.runs import models as print_runs
from ngoapp.news import models as news
from ngoapp.organisation import models as organisation
from ngoapp.packets import models as packets
from ngoapp.packets.batches import models as packet_batches
from ngoapp.packets.calls import models as calls
from ngoapp.packets.kits import models as kits
from ngoapp.packets.office import models as office
from ngoapp.packets.privacy import models as packet_privacy
from ngoapp.packets.survey import models as packet_survey
from ngoapp.people import models as people
from ngoapp.receipts import models as receipts
from ngoapp.site import models as site
from ngoapp.volunteers import models as volunteers

TABLES = (
    audit,
    files,
    outbox,
    pace,
    organisation,
    accounts,
    people,
    donations,
    campaigns,
    returns,
    currencies,
    payouts,
    mailed_checks,
    together,
    attempts,
    matching,
    phone,
    recurring,
    tributes,
    ways,
    acknowledgments,
    mailings,
    print_runs,
    honouree_thanks,
    news,
    kits,
    packets,
    packet_privacy,
    packet_batches,
    packet_survey,
    calls,
    office,
    receipts,
    site,
    volunteers,
    bounces,
)
