"""Private parts of entries: their sealed bytes, and what was read in them."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "private_part",
        sa.Column("short", sa.LargeBinary(), primary_key=True, nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary()),
        sa.Column("text", sa.LargeBinary()),
        sa.Column("is_wanted", sa.Boolean(), nullable=False),
        sa.Column("is_erased", sa.Boolean(), nullable=False),
    )
    op.create_index("private_part_by_digest", "private_part", ["digest"])
    for name, where in {
        "private_part_lacking": "data IS NULL",
        "private_part_unread": "text IS NULL",
        "private_part_wanted": "is_wanted = 1",
    }.items():
        op.create_index(name, "private_part", ["short"], sqlite_where=sa.text(where))
    # how many changes an entry holds is known only once its private part was read
    op.execute("DROP TRIGGER entry_is_immutable_update")
    op.execute(
        "CREATE TRIGGER entry_is_immutable_update "
        "BEFORE UPDATE OF number, hash, short, log, seq, data, claimed_ms, lamport, author ON entry "
        "BEGIN SELECT RAISE(ABORT, 'an entry never changes'); END"
    )
