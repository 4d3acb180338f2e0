"""The first schema."""

import sqlalchemy as sa
from alembic import op

from app.store import types

APPEND_ONLY = (
    "approval",
    "event",
    "key_version",
    "late_response",
    "response",
    "result",
    "result_release",
    "time_entry",
)

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "awarding_body",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("id", types.Id(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_awarding_body")),
        sa.UniqueConstraint("name", name=op.f("uq_awarding_body_name")),
    )
    op.create_table(
        "person",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("sign_in_epoch", sa.Integer(), nullable=False),
        sa.Column("created_at", types.Instant(), nullable=False),
        sa.Column("id", types.Id(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
    )
    op.create_table(
        "throttle",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("window_start", types.Instant(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_throttle")),
    )
    op.create_table(
        "approval",
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("subject_id", types.Id(), nullable=False),
        sa.Column("subject_version", sa.Integer(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("person_id", types.Id(), nullable=False),
        sa.Column("at", types.Instant(), nullable=False),
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("awarding_body_id", types.Id(), nullable=False),
        sa.CheckConstraint("act IN ('proposed', 'approved')", name=op.f("ck_approval_act_known")),
        sa.ForeignKeyConstraint(
            ["awarding_body_id"], ["awarding_body.id"], name=op.f("fk_approval_awarding_body_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_approval_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
        sa.UniqueConstraint(
            "subject_kind",
            "subject_id",
            "subject_version",
            "act",
            name=op.f("uq_approval_subject_kind_subject_id_subject_version_act"),
        ),
    )
    op.create_table(
        "bank",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("options", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("outcomes", sa.JSON(), nullable=False),
        sa.Column("corrections", sa.JSON(), nullable=False),
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("awarding_body_id", types.Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["awarding_body_id"], ["awarding_body.id"], name=op.f("fk_bank_awarding_body_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank")),
        sa.UniqueConstraint("awarding_body_id", "code", name=op.f("uq_bank_awarding_body_id_code")),
    )
    op.create_table(
        "centre",
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("awarding_body_id", types.Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["awarding_body_id"], ["awarding_body.id"], name=op.f("fk_centre_awarding_body_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_centre")),
        sa.UniqueConstraint(
            "awarding_body_id", "number", name=op.f("uq_centre_awarding_body_id_number")
        ),
    )
    op.create_table(
        "media",
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("awarding_body_id", types.Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["awarding_body_id"], ["awarding_body.id"], name=op.f("fk_media_awarding_body_id")
        ),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_media")),
    )
    op.create_table(
        "one_time_link",
        sa.Column("person_id", types.Id(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("expires_at", types.Instant(), nullable=False),
        sa.Column("used_at", types.Instant(), nullable=True),
        sa.Column("id", types.Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_one_time_link_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_one_time_link_token_hash")),
    )
    with op.batch_alter_table("one_time_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_one_time_link_person_id"), ["person_id"], unique=False)

    op.create_table(
        "presence",
        sa.Column("centre_id", types.Id(), nullable=False),
        sa.Column("sitting_id", types.Id(), nullable=False),
        sa.Column("seen_at", types.Instant(), nullable=False),
        sa.Column("awarding_body_id", types.Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["awarding_body_id"], ["awarding_body.id"], name=op.f("fk_presence_awarding_body_id")
        ),
        sa.PrimaryKeyConstraint("centre_id", "sitting_id", name=op.f("pk_presence")),
    )
    op.create_table(
        "candidate",
        sa.Column("centre_id", types.Id(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("family_name", sa.Text(), nullable=False),
        sa.Column("given_names", sa.Text(), nullable=False),
        sa.Column("date_of_birth", sa.Date(), nullable=True),
        sa.Column("uln", sa.Text(), nullable=True),
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("awarding_body_id", types.Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["awarding_body_id"], ["awarding_body.id"], name=op.f("fk_candidate_awarding_body_id")
        ),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_candidate_centre_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidate")),
        sa.UniqueConstraint("centre_id", "number", name=op.f("uq_candidate_centre_id_number")),
    )
    op.create_table(
        "event",
        sa.Column("chain", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("awarding_body_id", types.Id(), nullable=True),
        sa.Column("centre_id", types.Id(), nullable=True),
        sa.Column("at", types.Instant(), nullable=False),
        sa.Column("by_id", types.Id(), nullable=True),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("subject_id", types.Id(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("id", types.Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["awarding_body_id"], ["awarding_body.id"], name=op.f("fk_event_awarding_body_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_event_by_id")),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_event_centre_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("chain", "sequence", name=op.f("uq_event_chain_sequence")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index("ix_event_subject", ["subject_id"], unique=False)

    op.create_table(
        "item",
        sa.Column("bank_id", types.Id(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("set_code", sa.Text(), nullable=False),
        sa.Column("replaces", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", types.Instant(), nullable=True),
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("awarding_body_id", types.Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["awarding_body_id"], ["awarding_body.id"], name=op.f("fk_item_awarding_body_id")
        ),
        sa.ForeignKeyConstraint(["bank_id"], ["bank.id"], name=op.f("fk_item_bank_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item")),
        sa.UniqueConstraint("bank_id", "code", name=op.f("uq_item_bank_id_code")),
    )
    op.create_table(
        "role_grant",
        sa.Column("person_id", types.Id(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("awarding_body_id", types.Id(), nullable=True),
        sa.Column("centre_id", types.Id(), nullable=True),
        sa.Column("granted_at", types.Instant(), nullable=False),
        sa.Column("granted_by", types.Id(), nullable=True),
        sa.Column("revoked_at", types.Instant(), nullable=True),
        sa.Column("id", types.Id(), nullable=False),
        sa.CheckConstraint(
            "(role = 'administrator' AND awarding_body_id IS NULL AND centre_id IS NULL) OR (role IN ('examiner', 'awarding_officer') AND awarding_body_id IS NOT NULL AND centre_id IS NULL) OR (role IN ('invigilator', 'exams_officer') AND awarding_body_id IS NOT NULL AND centre_id IS NOT NULL)",
            name=op.f("ck_role_grant_role_has_its_place"),
        ),
        sa.ForeignKeyConstraint(
            ["awarding_body_id"], ["awarding_body.id"], name=op.f("fk_role_grant_awarding_body_id")
        ),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_role_grant_centre_id")),
        sa.ForeignKeyConstraint(
            ["granted_by"], ["person.id"], name=op.f("fk_role_grant_granted_by")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_role_grant_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
    )
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.create_index("ix_role_grant_person", ["person_id"], unique=False)

    op.create_table(
        "specification",
        sa.Column("bank_id", types.Id(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("awarding_body_id", types.Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["awarding_body_id"],
            ["awarding_body.id"],
            name=op.f("fk_specification_awarding_body_id"),
        ),
        sa.ForeignKeyConstraint(["bank_id"], ["bank.id"], name=op.f("fk_specification_bank_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_specification")),
        sa.UniqueConstraint(
            "awarding_body_id", "code", name=op.f("uq_specification_awarding_body_id_code")
        ),
    )
    op.create_table(
        "access_arrangement",
        sa.Column("centre_id", types.Id(), nullable=False),
        sa.Column("candidate_id", types.Id(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("recorded_by", types.Id(), nullable=True),
        sa.Column("recorded_at", types.Instant(), nullable=False),
        sa.Column("ended_at", types.Instant(), nullable=True),
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("awarding_body_id", types.Id(), nullable=False),
        sa.CheckConstraint(
            "minutes BETWEEN 0 AND 600", name=op.f("ck_access_arrangement_minutes_in_range")
        ),
        sa.CheckConstraint(
            "percent BETWEEN 0 AND 300", name=op.f("ck_access_arrangement_percent_in_range")
        ),
        sa.ForeignKeyConstraint(
            ["awarding_body_id"],
            ["awarding_body.id"],
            name=op.f("fk_access_arrangement_awarding_body_id"),
        ),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidate.id"], name=op.f("fk_access_arrangement_candidate_id")
        ),
        sa.ForeignKeyConstraint(
            ["centre_id"], ["centre.id"], name=op.f("fk_access_arrangement_centre_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_access_arrangement_recorded_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_arrangement")),
    )
    with op.batch_alter_table("access_arrangement", schema=None) as batch_op:
        batch_op.create_index(
            "ix_access_arrangement_candidate", ["centre_id", "candidate_id"], unique=False
        )

    op.create_table(
        "item_version",
        sa.Column("item_id", types.Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("facility", sa.Double(), nullable=True),
        sa.Column("guidance", sa.Text(), nullable=False),
        sa.Column("law_as_at", sa.Date(), nullable=True),
        sa.Column("review_by", sa.Date(), nullable=True),
        sa.Column("shuffle", sa.Boolean(), nullable=False),
        sa.Column("stem", sa.Text(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("enemies", sa.JSON(), nullable=False),
        sa.Column("stem_html", sa.Text(), nullable=False),
        sa.Column("options_html", sa.JSON(), nullable=False),
        sa.Column("created_by", types.Id(), nullable=True),
        sa.Column("created_at", types.Instant(), nullable=False),
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("awarding_body_id", types.Id(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('single', 'multiple')", name=op.f("ck_item_version_kind_known")
        ),
        sa.CheckConstraint(
            "status IN ('draft', 'review', 'approved', 'retired')",
            name=op.f("ck_item_version_status_known"),
        ),
        sa.CheckConstraint(
            "facility IS NULL OR facility BETWEEN 0 AND 1",
            name=op.f("ck_item_version_facility_range"),
        ),
        sa.CheckConstraint("version >= 1", name=op.f("ck_item_version_version_counts_from_one")),
        sa.ForeignKeyConstraint(
            ["awarding_body_id"],
            ["awarding_body.id"],
            name=op.f("fk_item_version_awarding_body_id"),
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["person.id"], name=op.f("fk_item_version_created_by")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_item_version_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_version")),
        sa.UniqueConstraint("item_id", "version", name=op.f("uq_item_version_item_id_version")),
    )
    op.create_table(
        "specification_version",
        sa.Column("specification_id", types.Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("pass_mark", sa.Integer(), nullable=True),
        sa.Column("pass_mark_note", sa.Text(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("created_by", types.Id(), nullable=True),
        sa.Column("created_at", types.Instant(), nullable=False),
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("awarding_body_id", types.Id(), nullable=False),
        sa.CheckConstraint("items >= 1", name=op.f("ck_specification_version_items_positive")),
        sa.CheckConstraint(
            "minutes BETWEEN 1 AND 600", name=op.f("ck_specification_version_minutes_range")
        ),
        sa.CheckConstraint(
            "pass_mark IS NULL OR (pass_mark >= 1 AND pass_mark <= items)",
            name=op.f("ck_specification_version_pass_mark_range"),
        ),
        sa.ForeignKeyConstraint(
            ["awarding_body_id"],
            ["awarding_body.id"],
            name=op.f("fk_specification_version_awarding_body_id"),
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["person.id"], name=op.f("fk_specification_version_created_by")
        ),
        sa.ForeignKeyConstraint(
            ["specification_id"],
            ["specification.id"],
            name=op.f("fk_specification_version_specification_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_specification_version")),
        sa.UniqueConstraint(
            "specification_id",
            "version",
            name=op.f("uq_specification_version_specification_id_version"),
        ),
    )
    op.create_table(
        "exam_session",
        sa.Column("centre_id", types.Id(), nullable=False),
        sa.Column("specification_version_id", types.Id(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("room", sa.Text(), nullable=False),
        sa.Column("opens_at", types.Instant(), nullable=False),
        sa.Column("latest_start_at", types.Instant(), nullable=False),
        sa.Column("latest_finish_at", types.Instant(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("secret", sa.LargeBinary(length=32), nullable=False),
        sa.Column("pass_mark", sa.Integer(), nullable=True),
        sa.Column("pass_mark_note", sa.Text(), nullable=False),
        sa.Column("scheduled_by", types.Id(), nullable=True),
        sa.Column("scheduled_at", types.Instant(), nullable=False),
        sa.Column("keycodes_released_at", types.Instant(), nullable=True),
        sa.Column("started_at", types.Instant(), nullable=True),
        sa.Column("closed_at", types.Instant(), nullable=True),
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("awarding_body_id", types.Id(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('live', 'practice', 'rehearsal')", name=op.f("ck_exam_session_kind_known")
        ),
        sa.CheckConstraint(
            "state IN ('scheduled', 'released', 'started', 'closed')",
            name=op.f("ck_exam_session_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["awarding_body_id"],
            ["awarding_body.id"],
            name=op.f("fk_exam_session_awarding_body_id"),
        ),
        sa.ForeignKeyConstraint(
            ["centre_id"], ["centre.id"], name=op.f("fk_exam_session_centre_id")
        ),
        sa.ForeignKeyConstraint(
            ["scheduled_by"], ["person.id"], name=op.f("fk_exam_session_scheduled_by")
        ),
        sa.ForeignKeyConstraint(
            ["specification_version_id"],
            ["specification_version.id"],
            name=op.f("fk_exam_session_specification_version_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exam_session")),
    )
    with op.batch_alter_table("exam_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_exam_session_centre_id"), ["centre_id"], unique=False)

    op.create_table(
        "item_media",
        sa.Column("item_version_id", types.Id(), nullable=False),
        sa.Column("media_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("alternative", sa.Text(), nullable=False),
        sa.Column("decorative", sa.Boolean(), nullable=False),
        sa.Column("awarding_body_id", types.Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["awarding_body_id"], ["awarding_body.id"], name=op.f("fk_item_media_awarding_body_id")
        ),
        sa.ForeignKeyConstraint(
            ["item_version_id"], ["item_version.id"], name=op.f("fk_item_media_item_version_id")
        ),
        sa.ForeignKeyConstraint(
            ["media_hash"], ["media.hash"], name=op.f("fk_item_media_media_hash")
        ),
        sa.PrimaryKeyConstraint("item_version_id", "media_hash", name=op.f("pk_item_media")),
    )
    op.create_table(
        "key_version",
        sa.Column("item_version_id", types.Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("letters", sa.Text(), nullable=False),
        sa.Column("rationales", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_by", types.Id(), nullable=True),
        sa.Column("created_at", types.Instant(), nullable=False),
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("awarding_body_id", types.Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["awarding_body_id"], ["awarding_body.id"], name=op.f("fk_key_version_awarding_body_id")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["person.id"], name=op.f("fk_key_version_created_by")
        ),
        sa.ForeignKeyConstraint(
            ["item_version_id"], ["item_version.id"], name=op.f("fk_key_version_item_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_version")),
        sa.UniqueConstraint(
            "item_version_id", "version", name=op.f("uq_key_version_item_version_id_version")
        ),
    )
    op.create_table(
        "entry",
        sa.Column("centre_id", types.Id(), nullable=False),
        sa.Column("session_id", types.Id(), nullable=False),
        sa.Column("candidate_id", types.Id(), nullable=False),
        sa.Column("entered_by", types.Id(), nullable=True),
        sa.Column("entered_at", types.Instant(), nullable=False),
        sa.Column("withdrawn_at", types.Instant(), nullable=True),
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("awarding_body_id", types.Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["awarding_body_id"], ["awarding_body.id"], name=op.f("fk_entry_awarding_body_id")
        ),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidate.id"], name=op.f("fk_entry_candidate_id")
        ),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_entry_centre_id")),
        sa.ForeignKeyConstraint(["entered_by"], ["person.id"], name=op.f("fk_entry_entered_by")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["exam_session.id"], name=op.f("fk_entry_session_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
        sa.UniqueConstraint(
            "session_id", "candidate_id", name=op.f("uq_entry_session_id_candidate_id")
        ),
    )
    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_entry_centre_id"), ["centre_id"], unique=False)

    op.create_table(
        "session_invigilator",
        sa.Column("centre_id", types.Id(), nullable=False),
        sa.Column("session_id", types.Id(), nullable=False),
        sa.Column("person_id", types.Id(), nullable=False),
        sa.Column("awarding_body_id", types.Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["awarding_body_id"],
            ["awarding_body.id"],
            name=op.f("fk_session_invigilator_awarding_body_id"),
        ),
        sa.ForeignKeyConstraint(
            ["centre_id"], ["centre.id"], name=op.f("fk_session_invigilator_centre_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_session_invigilator_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["exam_session.id"], name=op.f("fk_session_invigilator_session_id")
        ),
        sa.PrimaryKeyConstraint(
            "centre_id", "session_id", "person_id", name=op.f("pk_session_invigilator")
        ),
    )
    op.create_table(
        "sitting",
        sa.Column("centre_id", types.Id(), nullable=False),
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("session_id", types.Id(), nullable=False),
        sa.Column("entry_id", types.Id(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("seat", sa.Text(), nullable=False),
        sa.Column("lease", sa.Text(), nullable=False),
        sa.Column("leased_at", types.Instant(), nullable=True),
        sa.Column("last_sequence", sa.Integer(), nullable=False),
        sa.Column("last_digest", sa.Text(), nullable=False),
        sa.Column("progress", sa.Text(), nullable=False),
        sa.Column("last_answer_at", types.Instant(), nullable=True),
        sa.Column("ledger_entries", sa.Integer(), nullable=False),
        sa.Column("draw", sa.Integer(), nullable=False),
        sa.Column("keycode_issue", sa.Integer(), nullable=False),
        sa.Column("admitted_at", types.Instant(), nullable=True),
        sa.Column("confirmed_at", types.Instant(), nullable=True),
        sa.Column("started_at", types.Instant(), nullable=True),
        sa.Column("finished_at", types.Instant(), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=False),
        sa.Column("finish_reason", sa.Text(), nullable=False),
        sa.Column("awarding_body_id", types.Id(), nullable=False),
        sa.CheckConstraint(
            "state IN ('entered', 'admitted', 'started', 'submitted', 'timed_out', 'absent', 'void')",
            name=op.f("ck_sitting_state_known"),
        ),
        sa.CheckConstraint("last_sequence >= 0", name=op.f("ck_sitting_sequence_not_negative")),
        sa.ForeignKeyConstraint(
            ["awarding_body_id"], ["awarding_body.id"], name=op.f("fk_sitting_awarding_body_id")
        ),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_sitting_centre_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_sitting_entry_id")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["exam_session.id"], name=op.f("fk_sitting_session_id")
        ),
        sa.PrimaryKeyConstraint("centre_id", "id", name=op.f("pk_sitting")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_sitting_entry_id")),
    )
    with op.batch_alter_table("sitting", schema=None) as batch_op:
        batch_op.create_index("ix_sitting_session", ["centre_id", "session_id"], unique=False)

    op.create_table(
        "keycode",
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("centre_id", types.Id(), nullable=False),
        sa.Column("sitting_id", types.Id(), nullable=False),
        sa.Column("awarding_body_id", types.Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["awarding_body_id"], ["awarding_body.id"], name=op.f("fk_keycode_awarding_body_id")
        ),
        sa.ForeignKeyConstraint(
            ["centre_id", "sitting_id"],
            ["sitting.centre_id", "sitting.id"],
            name=op.f("fk_keycode_centre_id_sitting_id"),
        ),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_keycode")),
    )
    op.create_table(
        "late_response",
        sa.Column("centre_id", types.Id(), nullable=False),
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("sitting_id", types.Id(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("chosen", sa.Text(), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("lease", sa.Text(), nullable=False),
        sa.Column("at", types.Instant(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("awarding_body_id", types.Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["awarding_body_id"],
            ["awarding_body.id"],
            name=op.f("fk_late_response_awarding_body_id"),
        ),
        sa.ForeignKeyConstraint(
            ["centre_id", "sitting_id"],
            ["sitting.centre_id", "sitting.id"],
            name=op.f("fk_late_response_centre_id_sitting_id"),
        ),
        sa.PrimaryKeyConstraint("centre_id", "id", name=op.f("pk_late_response")),
    )
    op.create_table(
        "paper",
        sa.Column("centre_id", types.Id(), nullable=False),
        sa.Column("sitting_id", types.Id(), nullable=False),
        sa.Column("draw", sa.Integer(), nullable=False),
        sa.Column("algorithm", sa.Integer(), nullable=False),
        sa.Column("seed", sa.LargeBinary(length=32), nullable=False),
        sa.Column("specification_hash", sa.Text(), nullable=False),
        sa.Column("bank_hash", sa.Text(), nullable=False),
        sa.Column("relaxations", sa.JSON(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("drawn_at", types.Instant(), nullable=False),
        sa.Column("locked_at", types.Instant(), nullable=True),
        sa.Column("awarding_body_id", types.Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["awarding_body_id"], ["awarding_body.id"], name=op.f("fk_paper_awarding_body_id")
        ),
        sa.ForeignKeyConstraint(
            ["centre_id", "sitting_id"],
            ["sitting.centre_id", "sitting.id"],
            name=op.f("fk_paper_centre_id_sitting_id"),
        ),
        sa.PrimaryKeyConstraint("centre_id", "sitting_id", "draw", name=op.f("pk_paper")),
    )
    op.create_table(
        "response",
        sa.Column("centre_id", types.Id(), nullable=False),
        sa.Column("sitting_id", types.Id(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("chosen", sa.Text(), nullable=False),
        sa.Column("flagged", sa.Boolean(), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("lease", sa.Text(), nullable=False),
        sa.Column("at", types.Instant(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("awarding_body_id", types.Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["awarding_body_id"], ["awarding_body.id"], name=op.f("fk_response_awarding_body_id")
        ),
        sa.ForeignKeyConstraint(
            ["centre_id", "sitting_id"],
            ["sitting.centre_id", "sitting.id"],
            name=op.f("fk_response_centre_id_sitting_id"),
        ),
        sa.PrimaryKeyConstraint("centre_id", "sitting_id", "sequence", name=op.f("pk_response")),
        sa.UniqueConstraint(
            "centre_id",
            "sitting_id",
            "client_id",
            name=op.f("uq_response_centre_id_sitting_id_client_id"),
        ),
    )
    op.create_table(
        "result",
        sa.Column("centre_id", types.Id(), nullable=False),
        sa.Column("sitting_id", types.Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("mark", sa.Integer(), nullable=True),
        sa.Column("maximum", sa.Integer(), nullable=True),
        sa.Column("pass_mark", sa.Integer(), nullable=True),
        sa.Column("pass_mark_note", sa.Text(), nullable=False),
        sa.Column("grade", sa.Text(), nullable=True),
        sa.Column("profile", sa.JSON(), nullable=False),
        sa.Column("item_marks", sa.JSON(), nullable=False),
        sa.Column("marking_rule", sa.Text(), nullable=False),
        sa.Column("marked_at", types.Instant(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("awarding_body_id", types.Id(), nullable=False),
        sa.CheckConstraint(
            "(status = 'marked') = (mark IS NOT NULL)", name=op.f("ck_result_marked_has_a_mark")
        ),
        sa.CheckConstraint(
            "status IN ('marked', 'absent', 'void', 'withheld')",
            name=op.f("ck_result_status_known"),
        ),
        sa.CheckConstraint(
            "mark IS NULL OR (mark >= 0 AND mark <= maximum)", name=op.f("ck_result_mark_range")
        ),
        sa.ForeignKeyConstraint(
            ["awarding_body_id"], ["awarding_body.id"], name=op.f("fk_result_awarding_body_id")
        ),
        sa.ForeignKeyConstraint(
            ["centre_id", "sitting_id"],
            ["sitting.centre_id", "sitting.id"],
            name=op.f("fk_result_centre_id_sitting_id"),
        ),
        sa.PrimaryKeyConstraint("centre_id", "sitting_id", "version", name=op.f("pk_result")),
    )
    op.create_table(
        "time_entry",
        sa.Column("centre_id", types.Id(), nullable=False),
        sa.Column("sitting_id", types.Id(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", types.Instant(), nullable=False),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("by_id", types.Id(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("awarding_body_id", types.Id(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('base', 'percent', 'fixed', 'granted', 'start', 'pause', 'resume')",
            name=op.f("ck_time_entry_kind_known"),
        ),
        sa.ForeignKeyConstraint(
            ["awarding_body_id"], ["awarding_body.id"], name=op.f("fk_time_entry_awarding_body_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_time_entry_by_id")),
        sa.ForeignKeyConstraint(
            ["centre_id", "sitting_id"],
            ["sitting.centre_id", "sitting.id"],
            name=op.f("fk_time_entry_centre_id_sitting_id"),
        ),
        sa.PrimaryKeyConstraint("centre_id", "sitting_id", "sequence", name=op.f("pk_time_entry")),
    )
    op.create_table(
        "result_release",
        sa.Column("centre_id", types.Id(), nullable=False),
        sa.Column("sitting_id", types.Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("released_by", types.Id(), nullable=True),
        sa.Column("released_at", types.Instant(), nullable=False),
        sa.Column("awarding_body_id", types.Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["awarding_body_id"],
            ["awarding_body.id"],
            name=op.f("fk_result_release_awarding_body_id"),
        ),
        sa.ForeignKeyConstraint(
            ["centre_id", "sitting_id", "version"],
            ["result.centre_id", "result.sitting_id", "result.version"],
            name=op.f("fk_result_release_centre_id_sitting_id_version"),
        ),
        sa.ForeignKeyConstraint(
            ["released_by"], ["person.id"], name=op.f("fk_result_release_released_by")
        ),
        sa.PrimaryKeyConstraint(
            "centre_id", "sitting_id", "version", name=op.f("pk_result_release")
        ),
    )
    _guard_append_only()


def downgrade() -> None:
    """Refuse: before the first schema there is nothing to go back to."""
    raise RuntimeError("the first schema cannot be undone: restore a backup instead")


def _guard_append_only() -> None:
    """Let SQLite refuse to change what may only be added to; PostgreSQL does so by its grants."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE presence SET UNLOGGED")
        return
    for table in APPEND_ONLY:
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
