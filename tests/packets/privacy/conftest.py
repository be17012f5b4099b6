"""An organisation and a packet to send, and a browser of somebody who asked for one."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ngoapp.core.db import transaction
from ngoapp.packets.models import PacketRequest
from tests.organisation.factories import make_organisation
from tests.packets.factories import make_edition, make_request
from tests.packets.privacy.door import MAILBOX, let_in


@pytest.fixture(autouse=True)
def desk(db: Session) -> None:
    with transaction():
        make_organisation()
        make_edition()


@pytest.fixture
def asked(desk: None) -> PacketRequest:
    """A request by post, not looked at yet, of somebody who gave their e-mail."""
    with transaction():
        return make_request(email=MAILBOX, phone="952-555-0142", note="Side door")


@pytest.fixture
def inside(app: Flask, client: FlaskClient, asked: PacketRequest) -> FlaskClient:
    """A browser that has just opened the link to what the mailbox asked for."""
    let_in(app, client)
    return client
