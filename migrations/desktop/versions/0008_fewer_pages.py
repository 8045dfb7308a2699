"""Drafts and steps of undo without SQLite's own counter: a save writes one page less."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_DRAFT = "number, code, assessment, item, facet, value, predecessors, reason, author, changed_ms"


def upgrade() -> None:
    op.add_column("city", sa.Column("drafts_counted", sa.Integer(), nullable=False, server_default=sa.text("0")))
    op.execute("UPDATE city SET drafts_counted = ifnull((SELECT seq FROM sqlite_sequence WHERE name = 'draft'), 0)")
    _drafts()
    _steps()


def _drafts() -> None:
    op.rename_table("draft", "counted_draft")
    op.create_table(
        "draft",
        sa.Column("number", sa.Integer(), primary_key=True, nullable=False),
        sa.Column("code", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("assessment", "item", "facet")),
        sa.Column("value", sa.LargeBinary()),
        sa.Column("predecessors", sa.LargeBinary(), nullable=False),
        sa.Column("reason", sa.String()),
        sa.Column("author", sa.BigInteger(), nullable=False),
        sa.Column("changed_ms", sa.BigInteger(), nullable=False),
    )
    op.execute(f"INSERT INTO draft ({_DRAFT}) SELECT {_DRAFT} FROM counted_draft")  # noqa: S608
    op.drop_table("counted_draft")
    one_register = sa.text("code IN (1, 15)")
    op.create_index(
        "draft_by_register", "draft", ["assessment", "item", "facet"], unique=True, sqlite_where=one_register
    )


def _steps() -> None:
    op.rename_table("undo_step", "counted_step")
    op.create_table(
        "undo_step",
        sa.Column("number", sa.Integer(), primary_key=True, nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("is_undone", sa.Boolean(), nullable=False),
    )
    op.execute("INSERT INTO undo_step (number, data, is_undone) SELECT number, data, is_undone FROM counted_step")
    op.drop_table("counted_step")
