"""Forgetting who asked: what is beside a request is emptied, and its moments become their months."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import delete, update

from ngoapp.core.db import Base, session
from ngoapp.organisation.queries import our_organisation
from ngoapp.packets.models import PacketRequest
from ngoapp.packets.privacy.columns import BESIDE
from ngoapp.packets.privacy.counts import month_of
from ngoapp.packets.survey.models import SurveyInvitation

MOMENTS = ("received_at", "consented_at", "sent_at", "closed_at")
NOON = time(12)


def empty_beside(request_id: int) -> None:
    """Empty what other tables of the packet desk keep in words about one request; who was to be asked
    how it was is no longer."""
    for name, columns in BESIDE.items():
        table = Base.metadata.tables[name]
        values = {column: None if table.c[column].nullable else "" for column in columns}
        session.execute(update(table).where(table.c.request_id == request_id).values(values))
    session.execute(delete(SurveyInvitation).where(SurveyInvitation.request_id == request_id))


def blur(request: PacketRequest) -> None:
    """Keep of its moments the month alone: a minute could single somebody out."""
    for name in MOMENTS:
        if moment := getattr(request, name):
            setattr(request, name, _month(moment))


def _month(moment: datetime) -> datetime:
    zone = our_organisation().time_zone
    return datetime.combine(month_of(moment, zone), NOON, ZoneInfo(zone))
