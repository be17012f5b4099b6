"""What was filled in with an e-mail address, found by it: by the copy that is folded and has an index."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import InstrumentedAttribute

from ngoapp.core.db import session
from ngoapp.donations.mailed.models import MailedPledge
from ngoapp.donations.models import Donation
from ngoapp.donations.together.models import SecondDonor
from ngoapp.people.queries import mailbox_of

FilledIn = type[Donation] | type[MailedPledge] | type[SecondDonor]


def ids_at(model: FilledIn, mailboxes: Collection[str]) -> Sequence[int]:
    """Ids of the rows with one of these very mailboxes."""
    return [row.id for row in rows_at(model, mailboxes)]


def rows_at(
    model: FilledIn, mailboxes: Collection[str], *columns: InstrumentedAttribute[Any]
) -> Sequence[Row[Any]]:
    """Id, address and these columns of such rows. Folding makes one of ß and ss, so each address is compared."""
    wanted = {mailbox_of(mailbox) for mailbox in mailboxes if mailbox}
    if not wanted:
        return []
    likely = select(model.id, model.email, *columns).where(model.email_key.in_(wanted)).order_by(model.id)
    return [row for row in session.execute(likely) if mailbox_of(row.email) in wanted]
