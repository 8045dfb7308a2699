"""What cities say to each other: communities, interest, offers."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tie",
        sa.Column("facet", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("row", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("facet", "place", "city"),
        sqlite_with_rowid=False,
    )
    op.create_index("tie_city", "tie", ["city"])


def downgrade() -> None:
    raise NotImplementedError("an older program can't read what a newer one wrote")
