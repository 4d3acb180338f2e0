"""Rules of writing: set aside for an item or a bank, and each bank's own thresholds."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    for table, column, empty in _NEW_DOCUMENTS:
        op.add_column(table, sa.Column(column, sa.JSON(), nullable=False, server_default=empty))


def downgrade() -> None:
    """Refuse: the reasons why rules were set aside would be lost."""
    raise RuntimeError("this schema cannot be undone: restore a backup instead")


_NEW_DOCUMENTS = (
    ("bank", "waivers", "[]"),
    ("bank", "writing", "{}"),
    ("item_version", "waivers", "[]"),
)
