"""The test screen: preferences, lockdown, paper sittings, late answers, result codes, pictures."""

import sqlalchemy as sa
from alembic import op

from app.store import types

APPEND_ONLY = ("keyed_sheet", "late_decision", "late_statement")

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "candidate_preference",
        sa.Column("centre_id", types.Id(), nullable=False),
        sa.Column("candidate_id", types.Id(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("set_by", types.Id(), nullable=True),
        sa.Column("set_at", types.Instant(), nullable=False),
        sa.Column("awarding_body_id", types.Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["awarding_body_id"],
            ["awarding_body.id"],
            name=op.f("fk_candidate_preference_awarding_body_id"),
        ),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidate.id"], name=op.f("fk_candidate_preference_candidate_id")
        ),
        sa.ForeignKeyConstraint(
            ["centre_id"], ["centre.id"], name=op.f("fk_candidate_preference_centre_id")
        ),
        sa.ForeignKeyConstraint(
            ["set_by"], ["person.id"], name=op.f("fk_candidate_preference_set_by")
        ),
        sa.PrimaryKeyConstraint("centre_id", "candidate_id", name=op.f("pk_candidate_preference")),
    )
    op.create_table(
        "keyed_sheet",
        sa.Column("centre_id", types.Id(), nullable=False),
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("sitting_id", types.Id(), nullable=False),
        sa.Column("ticked", sa.JSON(), nullable=False),
        sa.Column("finished_at", types.Instant(), nullable=False),
        sa.Column("by_id", types.Id(), nullable=False),
        sa.Column("at", types.Instant(), nullable=False),
        sa.Column("awarding_body_id", types.Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["awarding_body_id"], ["awarding_body.id"], name=op.f("fk_keyed_sheet_awarding_body_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_keyed_sheet_by_id")),
        sa.ForeignKeyConstraint(
            ["centre_id", "sitting_id"],
            ["sitting.centre_id", "sitting.id"],
            name=op.f("fk_keyed_sheet_centre_id_sitting_id"),
        ),
        sa.PrimaryKeyConstraint("centre_id", "id", name=op.f("pk_keyed_sheet")),
    )
    op.create_table(
        "late_statement",
        sa.Column("centre_id", types.Id(), nullable=False),
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("sitting_id", types.Id(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_id", types.Id(), nullable=False),
        sa.Column("at", types.Instant(), nullable=False),
        sa.Column("awarding_body_id", types.Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["awarding_body_id"],
            ["awarding_body.id"],
            name=op.f("fk_late_statement_awarding_body_id"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_late_statement_by_id")),
        sa.ForeignKeyConstraint(
            ["centre_id", "sitting_id"],
            ["sitting.centre_id", "sitting.id"],
            name=op.f("fk_late_statement_centre_id_sitting_id"),
        ),
        sa.PrimaryKeyConstraint("centre_id", "id", name=op.f("pk_late_statement")),
    )
    op.create_table(
        "result_code",
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("centre_id", types.Id(), nullable=False),
        sa.Column("sitting_id", types.Id(), nullable=False),
        sa.Column("awarding_body_id", types.Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["awarding_body_id"], ["awarding_body.id"], name=op.f("fk_result_code_awarding_body_id")
        ),
        sa.ForeignKeyConstraint(
            ["centre_id", "sitting_id"],
            ["sitting.centre_id", "sitting.id"],
            name=op.f("fk_result_code_centre_id_sitting_id"),
        ),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_result_code")),
    )
    op.create_table(
        "late_decision",
        sa.Column("centre_id", types.Id(), nullable=False),
        sa.Column("late_response_id", types.Id(), nullable=False),
        sa.Column("counted", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", types.Id(), nullable=False),
        sa.Column("at", types.Instant(), nullable=False),
        sa.Column("awarding_body_id", types.Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["awarding_body_id"],
            ["awarding_body.id"],
            name=op.f("fk_late_decision_awarding_body_id"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_late_decision_by_id")),
        sa.ForeignKeyConstraint(
            ["centre_id", "late_response_id"],
            ["late_response.centre_id", "late_response.id"],
            name=op.f("fk_late_decision_centre_id_late_response_id"),
        ),
        sa.PrimaryKeyConstraint("centre_id", "late_response_id", name=op.f("pk_late_decision")),
    )
    op.execute(
        "ALTER TABLE exam_session ADD COLUMN lockdown TEXT NOT NULL DEFAULT ''"
        " CONSTRAINT ck_exam_session_lockdown_known CHECK (lockdown IN ('', 'seb'))"
    )
    for table, column in _NEW_TEXTS:
        op.add_column(table, sa.Column(column, sa.Text(), nullable=False, server_default=""))
    _make_media_anew()
    op.add_column(
        "late_response", sa.Column("sequence", sa.Integer(), nullable=False, server_default="0")
    )
    op.create_index("ix_late_response_sitting", "late_response", ["centre_id", "sitting_id"])
    for column in ("on_paper_at", "lockdown_waived_at"):
        op.add_column("sitting", sa.Column(column, types.Instant(), nullable=True))
    _guard_append_only()


def downgrade() -> None:
    """Refuse: what was decided and keyed in since would be lost."""
    raise RuntimeError("this schema cannot be undone: restore a backup instead")


_NEW_TEXTS = (
    ("exam_session", "quit_password"),
    ("sitting", "lease_device"),
    ("sitting", "paper_reason"),
    ("sitting", "lockdown_waived_reason"),
)


def _make_media_anew() -> None:
    """Give each awarding body media of its own; the two tables have been empty until now."""
    op.drop_table("item_media")
    op.drop_table("media")
    op.create_table(
        "media",
        sa.Column("awarding_body_id", types.Id(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["awarding_body_id"], ["awarding_body.id"], name=op.f("fk_media_awarding_body_id")
        ),
        sa.PrimaryKeyConstraint("awarding_body_id", "hash", name=op.f("pk_media")),
    )
    op.create_table(
        "item_media",
        sa.Column("item_version_id", types.Id(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("alternative", sa.Text(), nullable=False),
        sa.Column("decorative", sa.Boolean(), nullable=False),
        sa.Column("awarding_body_id", types.Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["awarding_body_id"], ["awarding_body.id"], name=op.f("fk_item_media_awarding_body_id")
        ),
        sa.ForeignKeyConstraint(
            ["awarding_body_id", "media_hash"],
            ["media.awarding_body_id", "media.hash"],
            name=op.f("fk_item_media_awarding_body_id_media_hash"),
        ),
        sa.ForeignKeyConstraint(
            ["item_version_id"], ["item_version.id"], name=op.f("fk_item_media_item_version_id")
        ),
        sa.PrimaryKeyConstraint("item_version_id", "name", name=op.f("pk_item_media")),
    )
    op.create_index("ix_item_media_hash", "item_media", ["awarding_body_id", "media_hash"])


def _guard_append_only() -> None:
    """Let SQLite refuse to change what may only be added to; PostgreSQL does so by its grants."""
    if op.get_bind().dialect.name == "postgresql":
        return
    for table in APPEND_ONLY:
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
