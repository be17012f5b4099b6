"""The survey's mail where no server takes it."""

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ngoapp.adapters.smtp import AddressRefused
from ngoapp.core.outbox import dead_letters
from ngoapp.packets.survey.models import SurveyInvitation, SurveyToken
from ngoapp.packets.survey.queries import sums
from tests.fakes import FakeSmtp
from tests.packets.survey.test_survey import agreed, ask_everybody, asking, count, mailed

__all__ = ["asking"]  # a fixture


def test_an_address_that_the_server_refuses_is_let_go_and_not_tried_again(
    app: Flask, db: Session, client: FlaskClient, outgoing: FakeSmtp
) -> None:
    agreed(client, app)
    outgoing.failure = AddressRefused()
    ask_everybody(app)
    assert (count(db, SurveyInvitation), count(db, SurveyToken)) == (0, 0)
    outgoing.failure = None
    ask_everybody(app)
    assert mailed(outgoing) == []
    assert dead_letters() == []
    assert sums()["asked"] == 0
