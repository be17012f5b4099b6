"""Questions, the tokens that open them once, and answers. No key, no instant and no order leads from an answer to a
request: a token forgets its request when its mail has left, and is gone when it is used."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ngoapp.core.db import Base, Id
from ngoapp.core.types import one_of

KINDS = ("scale", "choice", "text")
WAYS = ("mail", "open")
SCALE = ["1 (not at all)", "2", "3", "4", "5 (very much)"]


class SurveyQuestion(Base):
    """A question, in the order in which it is asked. `choices` has one a line. With answers its words stay as they
    are: it is retired, and another asked."""

    __tablename__ = "packet_survey_questions"
    __table_args__ = (CheckConstraint(one_of("kind", KINDS), name="kind"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    action_key: Mapped[str] = mapped_column(String(64), unique=True)
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    wording: Mapped[str] = mapped_column(String(200))
    choices: Mapped[str] = mapped_column(Text, default="")
    retired: Mapped[bool] = mapped_column(default=False)

    @property
    def options(self) -> list[str]:
        """What can be chosen, in words."""
        if self.kind == "scale":
            return SCALE
        return self.choices.splitlines()


class SurveySettings(Base):
    """When we ask, in one row: so many weeks after the packet has gone out."""

    __tablename__ = "packet_survey_settings"
    __table_args__ = (CheckConstraint("weeks BETWEEN 1 AND 26", name="weeks"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    weeks: Mapped[int]


class SurveyInvitation(Base):
    """A mail that is to ask somebody. Gone as soon as it has left, and with it all that joins them to their token."""

    __tablename__ = "packet_survey_invitations"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    request_id: Mapped[int] = mapped_column(Id, ForeignKey("packet_requests.id"), unique=True)
    nonce: Mapped[str] = mapped_column(String(32))
    made_at: Mapped[datetime]


class SurveyToken(Base):
    """Something that opens the questions once; used up or out of date, it is gone."""

    __tablename__ = "packet_survey_tokens"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    ends_on: Mapped[date]


class SurveyAnswer(Base):
    """One answer to one question in a month. The id is drawn, so that no order tells who came first."""

    __tablename__ = "packet_survey_answers"
    __table_args__ = (CheckConstraint(one_of("way", WAYS), name="way"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    question_id: Mapped[int] = mapped_column(Id, ForeignKey("packet_survey_questions.id"), index=True)
    month: Mapped[date]
    way: Mapped[str] = mapped_column(String(10))
    number: Mapped[int | None]
    words: Mapped[str] = mapped_column(Text, default="")


class SurveyTally(Base):
    """How many were asked, and how many answered, in a month and by a way."""

    __tablename__ = "packet_survey_tallies"
    __table_args__ = (
        UniqueConstraint("month", "way", name="uq_packet_survey_tallies"),
        CheckConstraint(one_of("way", WAYS), name="way"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    month: Mapped[date]
    way: Mapped[str] = mapped_column(String(10))
    asked: Mapped[int] = mapped_column(default=0)
    answered: Mapped[int] = mapped_column(default=0)
