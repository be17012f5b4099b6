"""Questions about the packet, and answers that belong to nobody."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "packet_survey_questions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("action_key", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("wording", sa.String(length=200), nullable=False),
        sa.Column("choices", sa.Text(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('scale', 'choice', 'text')", name=op.f("ck_packet_survey_questions_kind")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packet_survey_questions")),
        sa.UniqueConstraint("action_key", name=op.f("uq_packet_survey_questions_action_key")),
    )
    op.create_table(
        "packet_survey_settings",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("weeks", sa.Integer(), nullable=False),
        sa.CheckConstraint("weeks BETWEEN 1 AND 26", name=op.f("ck_packet_survey_settings_weeks")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packet_survey_settings")),
    )
    op.create_table(
        "packet_survey_tallies",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.CheckConstraint("way IN ('mail', 'open')", name=op.f("ck_packet_survey_tallies_way")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packet_survey_tallies")),
        sa.UniqueConstraint("month", "way", name="uq_packet_survey_tallies"),
    )
    op.create_table(
        "packet_survey_tokens",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_packet_survey_tokens")),
    )
    op.create_table(
        "packet_survey_answers",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("question_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.CheckConstraint("way IN ('mail', 'open')", name=op.f("ck_packet_survey_answers_way")),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["packet_survey_questions.id"],
            name=op.f("fk_packet_survey_answers_question_id_packet_survey_questions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packet_survey_answers")),
    )
    op.create_index(op.f("ix_packet_survey_answers_question_id"), "packet_survey_answers", ["question_id"])
    op.create_table(
        "packet_survey_invitations",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("request_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("nonce", sa.String(length=32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["packet_requests.id"],
            name=op.f("fk_packet_survey_invitations_request_id_packet_requests"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packet_survey_invitations")),
        sa.UniqueConstraint("request_id", name=op.f("uq_packet_survey_invitations_request_id")),
    )
    with op.batch_alter_table("packet_requests", schema=None) as batch_op:
        batch_op.add_column(sa.Column("survey_wording", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("survey_sent", sa.Boolean(), server_default=sa.false(), nullable=False))
    with op.batch_alter_table("packet_requests", schema=None) as batch_op:
        batch_op.alter_column("survey_wording", server_default=None)
        batch_op.alter_column("survey_sent", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("packet_requests", schema=None) as batch_op:
        batch_op.drop_column("survey_sent")
        batch_op.drop_column("survey_wording")

    op.drop_table("packet_survey_invitations")
    op.drop_index(op.f("ix_packet_survey_answers_question_id"), table_name="packet_survey_answers")
    op.drop_table("packet_survey_answers")
    op.drop_table("packet_survey_tokens")
    op.drop_table("packet_survey_tallies")
    op.drop_table("packet_survey_settings")
    op.drop_table("packet_survey_questions")
