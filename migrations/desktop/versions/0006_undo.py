"""What people did on this computer, so that it can be undone after a restart too."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "undo_step",
        sa.Column("number", sa.Integer(), primary_key=True, nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("is_undone", sa.Boolean(), nullable=False),
        sqlite_autoincrement=True,
    )
