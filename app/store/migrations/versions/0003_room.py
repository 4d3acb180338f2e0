"""The room: messages, incidents, seats, signed records, codes, lists to confirm, rehearsals."""

import sqlalchemy as sa
from alembic import op

from app.store import types

APPEND_ONLY = ("incident", "room_message", "room_reason", "session_record")

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "incident_category",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("notify", sa.Boolean(), nullable=False),
        sa.Column("advice", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("retired_at", types.Instant(), nullable=True),
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("awarding_body_id", types.Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["awarding_body_id"],
            ["awarding_body.id"],
            name=op.f("fk_incident_category_awarding_body_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_category")),
        sa.UniqueConstraint(
            "awarding_body_id", "code", name=op.f("uq_incident_category_awarding_body_id_code")
        ),
    )
    op.create_table(
        "room_plan",
        sa.Column("centre_id", types.Id(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("columns", sa.Integer(), nullable=False),
        sa.Column("desks", sa.JSON(), nullable=False),
        sa.Column("changed_by", types.Id(), nullable=True),
        sa.Column("changed_at", types.Instant(), nullable=False),
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("awarding_body_id", types.Id(), nullable=False),
        sa.CheckConstraint("columns BETWEEN 1 AND 60", name=op.f("ck_room_plan_columns_in_range")),
        sa.CheckConstraint("rows BETWEEN 1 AND 60", name=op.f("ck_room_plan_rows_in_range")),
        sa.ForeignKeyConstraint(
            ["awarding_body_id"], ["awarding_body.id"], name=op.f("fk_room_plan_awarding_body_id")
        ),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_room_plan_centre_id")),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["person.id"], name=op.f("fk_room_plan_changed_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_plan")),
        sa.UniqueConstraint("centre_id", "name", name=op.f("uq_room_plan_centre_id_name")),
    )
    op.create_table(
        "candidate_list",
        sa.Column("centre_id", types.Id(), nullable=False),
        sa.Column("session_id", types.Id(), nullable=True),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("sheet", sa.JSON(), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("sent_by", types.Id(), nullable=False),
        sa.Column("sent_at", types.Instant(), nullable=False),
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("awarding_body_id", types.Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["awarding_body_id"],
            ["awarding_body.id"],
            name=op.f("fk_candidate_list_awarding_body_id"),
        ),
        sa.ForeignKeyConstraint(
            ["centre_id"], ["centre.id"], name=op.f("fk_candidate_list_centre_id")
        ),
        sa.ForeignKeyConstraint(["sent_by"], ["person.id"], name=op.f("fk_candidate_list_sent_by")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["exam_session.id"], name=op.f("fk_candidate_list_session_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidate_list")),
    )
    op.create_index("ix_candidate_list_centre_id", "candidate_list", ["centre_id"])

    op.create_table(
        "candidate_columns",
        sa.Column("centre_id", types.Id(), nullable=False),
        sa.Column("headings", sa.Text(), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("kept_at", types.Instant(), nullable=False),
        sa.Column("awarding_body_id", types.Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["awarding_body_id"],
            ["awarding_body.id"],
            name=op.f("fk_candidate_columns_awarding_body_id"),
        ),
        sa.ForeignKeyConstraint(
            ["centre_id"], ["centre.id"], name=op.f("fk_candidate_columns_centre_id")
        ),
        sa.PrimaryKeyConstraint("centre_id", "headings", name=op.f("pk_candidate_columns")),
    )

    op.create_table(
        "incident",
        sa.Column("centre_id", types.Id(), nullable=False),
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("session_id", types.Id(), nullable=False),
        sa.Column("sitting_id", types.Id(), nullable=True),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("category_name", sa.Text(), nullable=False),
        sa.Column("notify", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("happened_at", types.Instant(), nullable=False),
        sa.Column("corrects_id", types.Id(), nullable=True),
        sa.Column("by_id", types.Id(), nullable=False),
        sa.Column("at", types.Instant(), nullable=False),
        sa.Column("awarding_body_id", types.Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["awarding_body_id"], ["awarding_body.id"], name=op.f("fk_incident_awarding_body_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_incident_by_id")),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_incident_centre_id")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["exam_session.id"], name=op.f("fk_incident_session_id")
        ),
        sa.PrimaryKeyConstraint("centre_id", "id", name=op.f("pk_incident")),
    )
    op.create_index("ix_incident_session", "incident", ["centre_id", "session_id"])

    op.create_table(
        "invigilator_code",
        sa.Column("centre_id", types.Id(), nullable=False),
        sa.Column("session_id", types.Id(), nullable=False),
        sa.Column("person_id", types.Id(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("issued_by", types.Id(), nullable=False),
        sa.Column("issued_at", types.Instant(), nullable=False),
        sa.Column("used_at", types.Instant(), nullable=True),
        sa.Column("revoked_at", types.Instant(), nullable=True),
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("awarding_body_id", types.Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["awarding_body_id"],
            ["awarding_body.id"],
            name=op.f("fk_invigilator_code_awarding_body_id"),
        ),
        sa.ForeignKeyConstraint(
            ["centre_id"], ["centre.id"], name=op.f("fk_invigilator_code_centre_id")
        ),
        sa.ForeignKeyConstraint(
            ["issued_by"], ["person.id"], name=op.f("fk_invigilator_code_issued_by")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_invigilator_code_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["exam_session.id"], name=op.f("fk_invigilator_code_session_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invigilator_code")),
        sa.UniqueConstraint("hash", name=op.f("uq_invigilator_code_hash")),
    )
    op.create_index("ix_invigilator_code_session_id", "invigilator_code", ["session_id"])

    op.create_table(
        "rehearsal",
        sa.Column("centre_id", types.Id(), nullable=False),
        sa.Column("session_id", types.Id(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("candidates", sa.Integer(), nullable=False),
        sa.Column("progress", sa.JSON(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("started_by", types.Id(), nullable=True),
        sa.Column("started_at", types.Instant(), nullable=False),
        sa.Column("finished_at", types.Instant(), nullable=True),
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("awarding_body_id", types.Id(), nullable=False),
        sa.CheckConstraint(
            "state IN ('running', 'done', 'failed')", name=op.f("ck_rehearsal_state_known")
        ),
        sa.ForeignKeyConstraint(
            ["awarding_body_id"], ["awarding_body.id"], name=op.f("fk_rehearsal_awarding_body_id")
        ),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_rehearsal_centre_id")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["exam_session.id"], name=op.f("fk_rehearsal_session_id")
        ),
        sa.ForeignKeyConstraint(
            ["started_by"], ["person.id"], name=op.f("fk_rehearsal_started_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rehearsal")),
    )
    op.create_index("ix_rehearsal_session_id", "rehearsal", ["session_id"])

    op.create_table(
        "room_message",
        sa.Column("centre_id", types.Id(), nullable=False),
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("session_id", types.Id(), nullable=False),
        sa.Column("sitting_id", types.Id(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_id", types.Id(), nullable=False),
        sa.Column("at", types.Instant(), nullable=False),
        sa.Column("awarding_body_id", types.Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["awarding_body_id"],
            ["awarding_body.id"],
            name=op.f("fk_room_message_awarding_body_id"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_room_message_by_id")),
        sa.ForeignKeyConstraint(
            ["centre_id"], ["centre.id"], name=op.f("fk_room_message_centre_id")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["exam_session.id"], name=op.f("fk_room_message_session_id")
        ),
        sa.PrimaryKeyConstraint("centre_id", "id", name=op.f("pk_room_message")),
    )
    op.create_index("ix_room_message_session", "room_message", ["centre_id", "session_id"])

    op.create_table(
        "room_reason",
        sa.Column("centre_id", types.Id(), nullable=False),
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("sitting_id", types.Id(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_id", types.Id(), nullable=False),
        sa.Column("at", types.Instant(), nullable=False),
        sa.Column("awarding_body_id", types.Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["awarding_body_id"],
            ["awarding_body.id"],
            name=op.f("fk_room_reason_awarding_body_id"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_room_reason_by_id")),
        sa.ForeignKeyConstraint(
            ["centre_id"], ["centre.id"], name=op.f("fk_room_reason_centre_id")
        ),
        sa.PrimaryKeyConstraint("centre_id", "id", name=op.f("pk_room_reason")),
    )
    op.create_index("ix_room_reason_sitting", "room_reason", ["centre_id", "sitting_id"])

    op.create_table(
        "session_record",
        sa.Column("centre_id", types.Id(), nullable=False),
        sa.Column("session_id", types.Id(), nullable=False),
        sa.Column("issue", sa.Integer(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("by_id", types.Id(), nullable=False),
        sa.Column("at", types.Instant(), nullable=False),
        sa.Column("awarding_body_id", types.Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["awarding_body_id"],
            ["awarding_body.id"],
            name=op.f("fk_session_record_awarding_body_id"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_session_record_by_id")),
        sa.ForeignKeyConstraint(
            ["centre_id"], ["centre.id"], name=op.f("fk_session_record_centre_id")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["exam_session.id"], name=op.f("fk_session_record_session_id")
        ),
        sa.PrimaryKeyConstraint("centre_id", "session_id", "issue", name=op.f("pk_session_record")),
    )
    for table, column, default in _NEW_NUMBERS:
        op.add_column(
            table, sa.Column(column, sa.Integer(), nullable=False, server_default=default)
        )
    for table, column in _NEW_TEXTS:
        op.add_column(table, sa.Column(column, sa.Text(), nullable=False, server_default=""))
    for table, column in _NEW_MOMENTS:
        op.add_column(table, sa.Column(column, types.Instant(), nullable=True))
    op.add_column(
        "sitting", sa.Column("left_alone", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    for table, column, other in _NEW_REFERENCES:
        _add_reference(table, column, other)
    _guard_append_only()


def downgrade() -> None:
    """Refuse: what happened in rooms since would be lost."""
    raise RuntimeError("this schema cannot be undone: restore a backup instead")


_NEW_NUMBERS = (
    ("awarding_body", "extra_time_limit_minutes", "60"),
    ("awarding_body", "candidates_per_invigilator", "20"),
    ("presence", "heard_entries", "0"),
    ("presence", "heard_messages", "0"),
    ("sitting", "messages", "0"),
)
_NEW_TEXTS = (
    ("sitting", "identity_check"),
    ("sitting", "late_reason"),
    ("sitting", "voided_from"),
    ("time_entry", "cause"),
)
_NEW_MOMENTS = (("exam_session", "clocks_stopped_at"), ("sitting", "left_at"))
_NEW_REFERENCES = (
    ("entry", "transferred_to_id", "entry"),
    ("sitting", "admitted_by", "person"),
    ("sitting", "voided_by", "person"),
)


def _add_reference(table: str, column: str, other: str) -> None:
    """Add a column that names a row; altering the table any other way would drop its triggers."""
    kind = "UUID" if op.get_bind().dialect.name == "postgresql" else "BLOB"
    op.execute(
        f"ALTER TABLE {table} ADD COLUMN {column} {kind}"
        f" CONSTRAINT fk_{table}_{column} REFERENCES {other} (id)"
    )


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
