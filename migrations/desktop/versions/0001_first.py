"""Entries, drafts, what is projected from them, and where this computer stands."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    _truth()
    _projections()
    _this_computer()
    _server_side()
    for event in ("UPDATE OF number, hash, short, log, seq, data, claimed_ms, lamport, author, changes", "DELETE"):
        name = event.split()[0].lower()
        op.execute(
            f"CREATE TRIGGER entry_is_immutable_{name} BEFORE {event} ON entry "
            "BEGIN SELECT RAISE(ABORT, 'an entry never changes'); END"
        )


def _truth() -> None:
    op.create_table(
        "entry",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("short", sa.LargeBinary(), nullable=False, unique=True),
        sa.Column("log", sa.LargeBinary(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("claimed_ms", sa.BigInteger(), nullable=False),
        sa.Column("lamport", sa.BigInteger(), nullable=False),
        sa.Column("author", sa.BigInteger(), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("position", sa.BigInteger()),
        sa.Column("confirmed_ms", sa.BigInteger()),
        sa.Column("standing", sa.Integer(), nullable=False),
        sa.Column("refusal", sa.String(), nullable=False),
        sa.Column("received_ms", sa.BigInteger(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("entry_by_log", "entry", ["log", "seq"])
    op.create_index("entry_by_position", "entry", ["position"], unique=True)
    op.create_index("entry_waiting", "entry", ["number"], sqlite_where=sa.text("position IS NULL"))
    op.create_table(
        "draft",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("code", sa.Integer(), nullable=False),
        *_register_columns(primary_key=False),
        sa.Column("value", sa.LargeBinary()),
        sa.Column("predecessors", sa.LargeBinary(), nullable=False),
        sa.Column("reason", sa.String()),
        sa.Column("author", sa.BigInteger(), nullable=False),
        sa.Column("changed_ms", sa.BigInteger(), nullable=False),
        sqlite_autoincrement=True,
    )
    one_register = sa.text("code IN (1, 15)")
    op.create_index(
        "draft_by_register", "draft", ["assessment", "item", "facet"], unique=True, sqlite_where=one_register
    )


def _register_columns(*, primary_key: bool = True) -> list[sa.Column[int]]:
    names = ("assessment", "item", "facet")
    return [sa.Column(name, sa.Integer(), primary_key=primary_key, nullable=False) for name in names]


def _projections() -> None:
    op.create_table(
        "register",
        *_register_columns(),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.Column("contested", sa.Boolean(), nullable=False),
        sqlite_with_rowid=False,
    )
    contested = sa.text("contested = 1")
    op.create_index("register_contested", "register", ["assessment", "item"], sqlite_where=contested)
    op.create_table(
        "operation",
        *_register_columns(),
        sa.Column("short", sa.LargeBinary(), primary_key=True, nullable=False),
        sa.Column("place", sa.Integer(), primary_key=True, nullable=False),
        sa.Column("code", sa.Integer(), nullable=False),
        sa.Column("value", sa.LargeBinary()),
        sa.Column("reason", sa.String()),
        sqlite_with_rowid=False,
    )


def _this_computer() -> None:
    op.create_table(
        "device",
        sa.Column("log", sa.LargeBinary(), primary_key=True),
        sa.Column("genesis", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("is_own", sa.Boolean(), nullable=False),
        sa.Column("tip_seq", sa.BigInteger(), nullable=False),
        sa.Column("tip", sa.LargeBinary(), nullable=False),
        sa.Column("referenced_seq", sa.BigInteger(), nullable=False),
        sa.Column("seen_epoch", sa.BigInteger(), nullable=False),
        sa.Column("seen_position", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "city",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("city_id", sa.String(), nullable=False),
        sa.Column("city_name", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("alliance", sa.String(), nullable=False),
        sa.Column("official", sa.String(), nullable=False),
        sa.Column("official_number", sa.BigInteger(), nullable=False),
        sa.Column("computer", sa.String(), nullable=False),
        sa.Column("assessment", sa.Integer(), nullable=False),
        sa.Column("saved_ms", sa.BigInteger()),
    )


def _server_side() -> None:
    op.create_table(
        "sync_state",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("server", sa.String(), nullable=False),
        sa.Column("alliance", sa.String(), nullable=False),
        sa.Column("log_key", sa.LargeBinary(), nullable=False),
        sa.Column("connection", sa.String(), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("frontier", sa.LargeBinary(), nullable=False),
        sa.Column("head", sa.LargeBinary(), nullable=False),
        sa.Column("head_epoch", sa.BigInteger(), nullable=False),
        sa.Column("head_size", sa.BigInteger(), nullable=False),
        sa.Column("head_root", sa.LargeBinary(), nullable=False),
        sa.Column("sent_ms", sa.BigInteger()),
        sa.Column("last_contact_ms", sa.BigInteger()),
        sa.Column("problem", sa.String(), nullable=False),
        sa.Column("invitation", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "head",
        sa.Column("data", sa.LargeBinary(), primary_key=True),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("kept_ms", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "community",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("etag", sa.String(), nullable=False),
        sa.Column("fetched_ms", sa.BigInteger(), nullable=False),
    )
