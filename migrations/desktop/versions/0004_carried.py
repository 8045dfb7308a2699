"""What is carried by file: entries of other cities and their acknowledgements, and what each file brought here."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "cargo",
        sa.Column("number", sa.Integer(), primary_key=True, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False, unique=True),
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("cargo_by_city", "cargo", ["city", "state"])
    op.create_table(
        "carried_receipt",
        sa.Column("question", sa.LargeBinary(), primary_key=True, nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        sa.Column("city", sa.String(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "taken_file",
        sa.Column("number", sa.Integer(), primary_key=True, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("maker", sa.String(), nullable=False),
        sa.Column("taken_ms", sa.BigInteger(), nullable=False),
        sa.Column("begins_trust", sa.Boolean(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "taken_entry",
        sa.Column("file", sa.Integer(), primary_key=True, nullable=False),
        sa.Column("hash", sa.LargeBinary(), primary_key=True, nullable=False),
        sqlite_with_rowid=False,
    )
    _let_what_is_set_aside_go()


def _let_what_is_set_aside_go() -> None:
    """An entry leaves the log only when its bytes lie among the cargo: what a file brought can be taken back."""
    op.execute("DROP TRIGGER entry_is_immutable_delete")
    op.execute(
        "CREATE TRIGGER entry_is_immutable_delete BEFORE DELETE ON entry "
        "WHEN NOT EXISTS (SELECT 1 FROM cargo WHERE cargo.hash = old.hash AND cargo.data = old.data) "
        "BEGIN SELECT RAISE(ABORT, 'an entry never changes'); END"
    )
