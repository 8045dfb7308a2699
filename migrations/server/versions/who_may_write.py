"""Who may write follows from the entries: statements, what is held back, the alliance documents.

Rows that are made from entries are dropped here; the program makes them anew after the upgrade.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_table("enrolment")
    op.drop_table("log")
    op.create_table(
        "log",
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("log", sa.LargeBinary(), nullable=False),
        sa.Column("genesis", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("reads", sa.Boolean(), nullable=False),
        sa.Column("tip_seq", sa.BigInteger(), nullable=False),
        sa.Column("tip", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("city", "log"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "statement",
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("city", "position"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "held_back",
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("verdict", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("city", "hash"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "alliance",
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("version"),
    )


def downgrade() -> None:
    raise NotImplementedError("an older program can't read what a newer one wrote")
