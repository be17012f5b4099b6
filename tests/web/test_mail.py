"""Mail is made so that every server takes it."""

from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from sqlalchemy.orm import Session

from ngoapp.core.db import transaction
from ngoapp.core.outbox import GiveUp
from ngoapp.web.mail import render_mail
from tests.organisation.factories import make_organisation
from tests.volunteers.factories import make_volunteer


def letter(to: str) -> EmailMessage:
    with transaction():
        make_organisation()
        volunteer = make_volunteer(name="Ann")
    moment = datetime(2026, 11, 22, tzinfo=UTC)
    return render_mail(
        "volunteers/confirmation", key="v-1", to=to, subject="Hello", written_at=moment, volunteer=volunteer
    )


def test_a_domain_in_another_script_is_written_as_servers_read_it(db: Session) -> None:
    message = letter("zoe@münchen.example")
    assert message["To"] == "zoe@xn--mnchen-3ya.example"
    assert message.as_bytes().isascii()


def test_an_address_that_no_server_takes_is_not_tried_for_days(db: Session) -> None:
    with pytest.raises(GiveUp, match="cannot be mailed to"):
        letter("名@example.org")
