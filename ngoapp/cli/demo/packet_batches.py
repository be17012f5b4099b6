"""What the mail brought back in the demo: one envelope of the batch that was posted, and postage that was compared."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from ngoapp.core import clock
from ngoapp.core.db import session
from ngoapp.organisation.queries import our_today
from ngoapp.packets.batches.models import PacketPiece
from ngoapp.packets.batches.postage import first_table
from ngoapp.packets.batches.postage_tables import Rate, add_table
from ngoapp.packets.batches.returns import note_return

DEARER = 4  # cents on a letter, since summer


def load_packet_batches() -> None:
    """A dearer table of postage from today on, and a returned piece of the oldest batch."""
    now = clock.now()
    rates = [
        Rate(rate.zone, rate.kind, rate.step_mg, rate.most_mg, rate.first_minor, rate.next_minor)
        for rate in first_table().rates
    ]
    rates[0] = replace(rates[0], first_minor=rates[0].first_minor + DEARER)
    add_table(
        valid_from=our_today(), source="Invented for this demo, not checked", checked=False, rates=rates
    )
    posted = select(PacketPiece).where(PacketPiece.posted_at.is_not(None)).order_by(PacketPiece.id)
    with clock.at(now - timedelta(days=12)):
        note_return(session.scalars(posted).all()[-1].code, reason="not_here")
