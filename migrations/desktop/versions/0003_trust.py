"""Who may write: alliance documents, statements whether they count or not, why entries are held back."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

REWRITES = {"entry": ("standing",), "operation": ("*",)}
"""What is judged anew; enrolments are no operations any more."""


def upgrade() -> None:
    op.add_column("entry", sa.Column("held", sa.String(), nullable=False, server_default=sa.text("''")))
    op.add_column("sync_state", sa.Column("root_key", sa.LargeBinary(), nullable=False, server_default=sa.text("x''")))
    op.add_column("sync_state", sa.Column("alliance_ms", sa.BigInteger()))
    op.create_table(
        "alliance",
        sa.Column("version", sa.Integer(), primary_key=True),
        sa.Column("data", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "statement",
        sa.Column("short", sa.LargeBinary(), primary_key=True, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "request",
        sa.Column("genesis", sa.LargeBinary(), primary_key=True, nullable=False),
        sa.Column("wrong_codes", sa.Integer(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.execute("INSERT INTO statement SELECT short FROM entry WHERE log <> x'' AND seq = 0")
    enrolments = "FROM operation WHERE assessment = 0 AND item = 0 AND facet = 0"
    op.execute("INSERT OR IGNORE INTO statement SELECT short " + enrolments)
    op.execute("DELETE " + enrolments)
    _judge()


def _judge() -> None:
    """By the new rules a registrar admits the first computer; until then only the own log counts here (standing 4).

    What others wrote stays in the projection until the first alliance document has come and all is judged by it.
    """
    op.execute("UPDATE entry SET standing = 4 WHERE standing = 0 AND log IN (SELECT log FROM device WHERE is_own = 1)")
