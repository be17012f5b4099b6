"""Going on by e-mail: for who has no scripts, or comes while the form takes no cards. The mailbox is the proof."""

from ngoapp.core.db import transaction
from ngoapp.core.errors import NotThere, Refused
from ngoapp.core.outbox import enqueue
from ngoapp.donations.attempts.knocks import knock_of
from ngoapp.donations.attempts.ledger import is_mailed, note_form
from ngoapp.donations.attempts.queries import links_of
from ngoapp.donations.attempts.sight import Knock
from ngoapp.donations.links import donation_behind, seal
from ngoapp.donations.models import Donation
from ngoapp.donations.pledges import Pledge, pledge_donation

CONTINUE = "/donate/continue/"  # written down, since the worker has no request to build an address from
SENT = f"{CONTINUE}sent"
# In an hour: from one block of addresses, to one mailbox, of all that did the sum, of all that did not.
FROM_HERE, TO_MAILBOX, PROVEN, UNPROVEN = 4, 3, 60, 20


class ManyLinks(Refused):
    """Nobody's mailbox is to be filled up through our form."""

    def __init__(self) -> None:
        super().__init__(
            "We cannot send another link just now. Everything you filled in is still here: please try again in an"
            " hour, choose to mail a check, or call us."
        )


def link_address(pledge: Pledge) -> str:
    """Keep the donation and mail its donor the way on; where the donor reads what happens next. Raises Refused."""
    knock = knock_of(pledge)
    with transaction():
        if not is_mailed(pledge.key):
            _check(knock)
            note_form(knock, action_key=pledge.key, outcome="linked", way="link")
            donation = pledge_donation(pledge)
            seal(donation)
            key = f"donations.send_link:{donation.id}"
            enqueue("donations.send_link", dedupe_key=key, donation_id=donation.id)
    return SENT


def mailed_donation(token: str) -> Donation:
    """The donation to whose donor this link was mailed. Raises NotThere."""
    donation = donation_behind(token)
    if not is_mailed(donation.action_key):
        raise NotThere
    return donation


def _check(knock: Knock) -> None:
    from_here, to_mailbox, proven, unproven = links_of(source=knock.source, mailbox=knock.mailbox)
    all_like_this, most = (proven, PROVEN) if knock.proven else (unproven, UNPROVEN)
    if from_here >= FROM_HERE or to_mailbox >= TO_MAILBOX or all_like_this >= most:
        raise ManyLinks
