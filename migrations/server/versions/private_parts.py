"""Private parts of entries: which entry names which, and the sealed bytes themselves."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "private_part",
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("is_erased", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("city", "position"),
        sqlite_with_rowid=False,
    )
    op.create_index("private_part_digest", "private_part", ["city", "digest"])
    op.create_table(
        "body",
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("city", "digest"),
    )


def downgrade() -> None:
    raise NotImplementedError("an older program can't read what a newer one wrote")
