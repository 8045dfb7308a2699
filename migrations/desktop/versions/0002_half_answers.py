"""Half answers: forms that are begun and make no answer yet. A new city's region and size."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "half_answer",
        sa.Column("assessment", sa.Integer(), primary_key=True, nullable=False),
        sa.Column("item", sa.Integer(), primary_key=True, nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("stood", sa.LargeBinary(), nullable=False),
        sa.Column("seen", sa.LargeBinary(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.add_column("city", sa.Column("region", sa.String()))
    op.add_column("city", sa.Column("size_class", sa.String()))
