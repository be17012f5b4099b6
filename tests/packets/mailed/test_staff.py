"""What staff see of packets by e-mail, and a packet of several parts."""

import io
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.core.db import transaction
from ngoapp.core.outbox import OutboxRow
from ngoapp.packets.kits.contents import usual_kit
from ngoapp.packets.kits.operations import fill_kit
from ngoapp.packets.mailed.operations import note_bounced, note_download
from ngoapp.packets.models import PacketRequest
from tests.accounts.fixtures import StaffClient
from tests.fakes import FakeSmtp
from tests.organisation.factories import make_organisation
from tests.packets.factories import make_edition, make_email_request, packet_pdf
from tests.packets.kits.factories import make_item
from tests.packets.pages import mailed_path, page, valid
from tests.work import work_off

LIST = "/staff/packets/mailed/"


@pytest.fixture(autouse=True)
def desk(db: Session) -> None:
    with transaction():
        make_organisation()
        make_edition()


def mailed(app: Flask, email: str) -> PacketRequest:
    with transaction():
        request = make_email_request(email)
    work_off(app)
    return request


def test_each_mail_stands_where_it_is(app: Flask, staff_client: StaffClient) -> None:
    fetched, gone = mailed(app, "fetched@example.org"), mailed(app, "gone@example.org")
    mailed(app, "waiting@example.org")
    with transaction():
        note_download(fetched.links[0].id)
        note_bounced(gone.links[0].id)
    client = staff_client("packet desk")
    for view in ("waiting", "fetched", "lost"):
        html = valid(client.get(f"{LIST}?view={view}"))
        shown = set(re.findall(r">(\w+)@example\.org</a>", html))
        assert shown == {"gone" if view == "lost" else view}


def test_staff_need_not_wait_for_the_full_hour(db: Session, staff_client: StaffClient) -> None:
    client = staff_client("packet desk")
    assert client.post(f"{LIST}look").status_code == 303
    db.rollback()
    assert db.scalars(select(OutboxRow.name)).all() == ["desk.read_bounces"]


def test_a_packet_of_several_parts_has_a_button_for_each_and_one_for_all(
    app: Flask, db: Session, client: FlaskClient, outgoing: FakeSmtp
) -> None:
    with transaction():
        leaflet = make_item("A leaflet")
        second = make_edition(item_id=leaflet.id, name="Hands", content=packet_pdf(5))
        kit = usual_kit()
        fill_kit(kit.id, {kit.parts[0].item_id: 1, leaflet.id: 1})
    request = mailed(app, "ana@example.org")
    path = mailed_path(outgoing)
    html = page(client, path)
    assert html.count(f'action="{path}/download"') == 3
    one = client.post(f"{path}/download", data={"part": second.id}, follow_redirects=True)
    assert len(PdfReader(io.BytesIO(one.data)).pages) == 5
    db.rollback()
    db.refresh(request)
    assert request.state == "delivered"
    whole = client.post(f"{path}/download", follow_redirects=True)
    assert len(PdfReader(io.BytesIO(whole.data)).pages) == 3 + 5
    assert client.get(f"{path}/info-packet.pdf?part=99").status_code == 404
