"""Files beside citations: what of them was sent, held back or asked for."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "attachment",
        sa.Column("address", sa.LargeBinary(), primary_key=True, nullable=False),
        sa.Column("sent_bytes", sa.Integer(), nullable=False),
        sa.Column("is_sent", sa.Boolean(), nullable=False),
        sa.Column("is_held", sa.Boolean(), nullable=False),
        sa.Column("is_wanted", sa.Boolean(), nullable=False),
        sqlite_with_rowid=False,
    )
