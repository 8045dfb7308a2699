"""The first tables: what happened, what is projected from it, and what the community counts."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _what_happened()
    _what_is_kept()
    _what_is_counted()
    if op.get_bind().dialect.name == "sqlite":
        _keep_entries_sqlite()
    else:
        _keep_entries_postgresql()


def downgrade() -> None:
    raise NotImplementedError("an older program can't read what a newer one wrote")


def _what_happened() -> None:
    op.create_table(
        "identity",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("alliance", sa.String(), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("log_key", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "city",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("subregion", sa.String(), nullable=False),
        sa.Column("community", sa.String(), nullable=True),
        sa.Column("size_class", sa.String(), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("frontier", sa.LargeBinary(), nullable=False),
        sa.Column("head", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "entry",
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("log", sa.LargeBinary(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("prev", sa.LargeBinary(), nullable=False),
        sa.Column("author", sa.BigInteger(), nullable=False),
        sa.Column("claimed_ms", sa.BigInteger(), nullable=False),
        sa.Column("received_ms", sa.BigInteger(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("city", "position"),
        sa.UniqueConstraint("city", "hash", name="entry_hash"),
    )
    op.create_index("entry_log_seq", "entry", ["city", "log", "seq"], unique=False)
    op.create_table(
        "log",
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("log", sa.LargeBinary(), nullable=False),
        sa.Column("genesis", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("tip_seq", sa.BigInteger(), nullable=False),
        sa.Column("tip", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("city", "log"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "enrolment",
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("genesis", sa.LargeBinary(), nullable=False),
        sa.Column("role", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("city", "genesis"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "invitation",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("expires_s", sa.BigInteger(), nullable=False),
        sa.Column("used_by", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("digest"),
        sqlite_with_rowid=False,
    )


def _what_is_kept() -> None:
    op.create_table(
        "register",
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("item", sa.BigInteger(), nullable=False),
        sa.Column("assessment", sa.BigInteger(), nullable=False),
        sa.Column("facet", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("city", "item", "assessment", "facet"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "gap",
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("missing", sa.LargeBinary(), nullable=False),
        sa.Column("log", sa.LargeBinary(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("city", "missing", "log", "seq"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "fork",
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("log", sa.LargeBinary(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("city", "log", "seq"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "pending",
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("city", "position", "place"),
        sqlite_with_rowid=False,
    )


def _what_is_counted() -> None:
    op.create_table(
        "city_policy",
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("policy", sa.String(), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("contested", sa.Integer(), nullable=False),
        sa.Column("applicable", sa.Boolean(), nullable=False),
        sa.Column("has_plan", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("city", "policy"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "city_figures",
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("assessment", sa.BigInteger(), nullable=False),
        sa.Column("written", sa.Integer(), nullable=False),
        sa.Column("implemented", sa.Integer(), nullable=False),
        sa.Column("reviewed", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("contested", sa.Integer(), nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("city"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "community_total",
        sa.Column("group", sa.String(), nullable=False),
        sa.Column("figure", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("group", "figure", "key"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "community_heads",
        sa.Column("part", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("total", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("part"),
        sqlite_with_rowid=False,
    )


def _keep_entries_sqlite() -> None:
    for what in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER entry_is_kept_{what.lower()} BEFORE {what} ON entry "
            "BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END"
        )


def _keep_entries_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION entry_is_kept() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'entries are never changed'; END $$"
    )
    op.execute(
        "CREATE TRIGGER entry_is_kept BEFORE UPDATE OR DELETE ON entry "
        "FOR EACH STATEMENT EXECUTE FUNCTION entry_is_kept()"
    )
