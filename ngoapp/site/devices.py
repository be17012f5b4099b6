"""Devices that a donor's page knows again: three months without the link, for looking only."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, or_, select, update

from ngoapp.core import audit, clock
from ngoapp.core.db import found, save, session
from ngoapp.core.errors import NotThere
from ngoapp.core.tokens import digest
from ngoapp.site.models import GivingDevice, GivingLink

IDLE = timedelta(days=90)
FRESH = timedelta(minutes=30)  # to open a form that changes something …
STILL_FRESH = timedelta(minutes=60)  # … and as long again to fill it in
SEEN_EVERY = timedelta(days=1)


def remember_device(link: GivingLink, *, token: str, instead_of: str = "", kind: str = "") -> GivingDevice:
    """Know the browser that holds `token` from now on as one of the link's mailbox; `instead_of` is what it held."""
    moment = clock.now()
    idle = GivingDevice.last_seen_at < moment - IDLE
    session.execute(delete(GivingDevice).where(or_(idle, GivingDevice.token_digest == digest(instead_of))))
    device = save(
        GivingDevice(
            mailbox=link.mailbox,
            token_digest=digest(token),
            kind=kind,
            confirmed_at=moment,
            last_seen_at=moment,
        )
    )
    audit.record("giving_device.remembered", device, link=link.id)
    return device


def find_device(token: str) -> GivingDevice | None:
    """The device that holds this token, unless it was forgotten or not seen for three months."""
    return session.scalar(
        select(GivingDevice).where(
            GivingDevice.token_digest == digest(token),
            GivingDevice.ended_at.is_(None),
            GivingDevice.last_seen_at > clock.now() - IDLE,
        )
    )


def devices_of(mailbox: str) -> Sequence[GivingDevice]:
    """The devices that are known, the latest used first."""
    known = select(GivingDevice).where(
        GivingDevice.mailbox == mailbox,
        GivingDevice.ended_at.is_(None),
        GivingDevice.last_seen_at > clock.now() - IDLE,
    )
    return session.scalars(known.order_by(GivingDevice.last_seen_at.desc(), GivingDevice.id.desc())).all()


def is_fresh(device: GivingDevice, within: timedelta = FRESH) -> bool:
    """Whether the device opened a link so short a time ago that something may be changed from it."""
    return clock.now() - device.confirmed_at <= within


def seen_long_ago(device: GivingDevice) -> bool:
    """Whether it is time to note that the device is in use; not on each request, since that would be a write."""
    return clock.now() - device.last_seen_at > SEEN_EVERY


def note_seen(device_id: int) -> None:
    """The device is in use."""
    session.execute(update(GivingDevice).where(GivingDevice.id == device_id).values(last_seen_at=clock.now()))


def forget_device(device: GivingDevice) -> None:
    """Know this device no more, from the next request on."""
    _forget(GivingDevice.id == device.id)
    audit.record("giving_device.forgotten", device)


def forget_device_of(mailbox: str, device_id: int) -> None:
    """Know one device of this mailbox no more. A repeat does nothing. Raises NotThere for somebody else's."""
    device = found(GivingDevice, device_id)
    if device.mailbox != mailbox:
        raise NotThere
    if device.ended_at is None:
        forget_device(device)


def forget_every_device(device: GivingDevice) -> None:
    """Know no device of this one's mailbox any more."""
    _forget(GivingDevice.mailbox == device.mailbox)
    audit.record("giving_device.all_forgotten", device)


def _forget(which: ColumnElement[bool]) -> None:
    session.execute(
        update(GivingDevice).where(GivingDevice.ended_at.is_(None), which).values(ended_at=clock.now())
    )
