"""The tables of the server, in SQLModel. They validate nothing: the core did before anything comes here.

`entry`, `body`, `alliance` and `invitation` are what happened; everything else is made from entries and can be rebuilt.
The tables have metadata of their own, so that both programs can be loaded into one process of the tests.
"""

from typing import Any

from sqlalchemy import BigInteger, Index, UniqueConstraint
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

_COMPACT: dict[str, Any] = {"sqlite_with_rowid": False}
"""Rows stand in the primary key's tree itself: one tree less to write."""


class Row(SQLModel, registry=registry()):
    """What all tables of the server have in common: their metadata."""


def number(*, primary_key: bool = False) -> Any:
    return Field(sa_type=BigInteger, primary_key=primary_key)


class Identity(Row, table=True):
    """One row: whose server this is. `epoch` is drawn anew when a backup was restored."""

    __tablename__ = "identity"

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    alliance: str
    epoch: int = number()
    log_key: bytes


class CityRow(Row, table=True):
    """A city, its log's size and frontier, and the newest signed head (empty before the first entry)."""

    __tablename__ = "city"
    __table_args__ = _COMPACT

    id: str = Field(primary_key=True)
    name: str
    country: str
    region: str
    subregion: str
    community: str | None
    size_class: str | None
    size: int = number()
    frontier: bytes
    head: bytes


class EntryRow(Row, table=True):
    """An entry as it was signed, at its place in the city's log. Rows are never changed or deleted (trigger)."""

    __tablename__ = "entry"
    __table_args__ = (
        UniqueConstraint("city", "hash", name="entry_hash"),
        Index("entry_log_seq", "city", "log", "seq"),
    )

    city: str = Field(primary_key=True)
    position: int = number(primary_key=True)
    hash: bytes
    log: bytes
    seq: int = number()
    prev: bytes
    author: int = number()
    claimed_ms: int = number()
    received_ms: int = number()
    data: bytes


class LogRow(Row, table=True):
    """A log whose genesis stands in the city's log, and its tip: the entry with the highest sequence, first come."""

    __tablename__ = "log"
    __table_args__ = _COMPACT

    city: str = Field(primary_key=True)
    log: bytes = Field(primary_key=True)
    genesis: bytes
    public_key: bytes
    reads: bool
    tip_seq: int = number()
    tip: bytes


class StatementRow(Row, table=True):
    """Where the entries stand that say who may write: geneses, enrolments, revocations, endorsements, keys."""

    __tablename__ = "statement"
    __table_args__ = _COMPACT

    city: str = Field(primary_key=True)
    position: int = number(primary_key=True)


class HeldBackRow(Row, table=True):
    """An entry that is stored and relayed, and doesn't count: its verdict and why (roadmap_core.merge.members)."""

    __tablename__ = "held_back"
    __table_args__ = _COMPACT

    city: str = Field(primary_key=True)
    hash: bytes = Field(primary_key=True)
    verdict: int
    code: str


class PrivatePartRow(Row, table=True):
    """The private part that an entry names, come or not, and whether it was erased on request."""

    __tablename__ = "private_part"
    __table_args__ = (Index("private_part_digest", "city", "digest"), _COMPACT)

    city: str = Field(primary_key=True)
    position: int = number(primary_key=True)
    digest: bytes
    size: int = number()
    is_erased: bool


class BodyRow(Row, table=True):
    """A private part itself, sealed for the city's computers; the only rows of what happened that can be deleted."""

    __tablename__ = "body"

    city: str = Field(primary_key=True)
    digest: bytes = Field(primary_key=True)
    data: bytes


class AllianceRow(Row, table=True):
    """The alliance documents, as they were signed; the highest version is in force."""

    __tablename__ = "alliance"

    version: int = Field(sa_type=BigInteger, primary_key=True, sa_column_kwargs={"autoincrement": False})
    data: bytes


class InvitationRow(Row, table=True):
    """An invitation, by the hash of its code, and the genesis that used it."""

    __tablename__ = "invitation"
    __table_args__ = _COMPACT

    digest: bytes = Field(primary_key=True)
    city: str
    expires_s: int = number()
    used_by: bytes | None


class RegisterRow(Row, table=True):
    """The state of one register, as `RegisterState.to_bytes` writes it."""

    __tablename__ = "register"
    __table_args__ = _COMPACT

    city: str = Field(primary_key=True)
    item: int = number(primary_key=True)
    assessment: int = number(primary_key=True)
    facet: int = number(primary_key=True)
    state: bytes


class GapRow(Row, table=True):
    """An entry that another one names as the one before it, and that has not come; the place where it should stand."""

    __tablename__ = "gap"
    __table_args__ = _COMPACT

    city: str = Field(primary_key=True)
    missing: bytes = Field(primary_key=True)
    log: bytes = Field(primary_key=True)
    seq: int = number(primary_key=True)


class ForkRow(Row, table=True):
    """A place in a log at which its chain parts: this computer seems to exist twice."""

    __tablename__ = "fork"
    __table_args__ = _COMPACT

    city: str = Field(primary_key=True)
    log: bytes = Field(primary_key=True)
    seq: int = number(primary_key=True)


class PendingRow(Row, table=True):
    """An operation that this program can't apply: of a later version (its code), or one that failed (code -1)."""

    __tablename__ = "pending"
    __table_args__ = _COMPACT

    city: str = Field(primary_key=True)
    position: int = number(primary_key=True)
    place: int = number(primary_key=True)
    code: int = number()


class CityPolicyRow(Row, table=True):
    """Where a city stands on one policy in its current assessment."""

    __tablename__ = "city_policy"
    __table_args__ = _COMPACT

    city: str = Field(primary_key=True)
    policy: str = Field(primary_key=True)
    stage: int
    score: int | None
    answered: int
    total: int
    contested: int
    applicable: bool
    has_plan: bool


class CityFiguresRow(Row, table=True):
    """What the community counts of a city, beside its policies; no row: nothing is counted."""

    __tablename__ = "city_figures"
    __table_args__ = _COMPACT

    city: str = Field(primary_key=True)
    assessment: int = number()
    written: int
    implemented: int
    reviewed: int
    answered: int
    contested: int
    is_sample: bool


class CommunityTotalRow(Row, table=True):
    """One kept total of the community."""

    __tablename__ = "community_total"
    __table_args__ = _COMPACT

    group: str = Field(primary_key=True)
    figure: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    count: int = number()


class TieRow(Row, table=True):
    """A row of what a city says to the others (roadmap_core.community.ties), at its place in that city's list."""

    __tablename__ = "tie"
    __table_args__ = (Index("tie_city", "city"), _COMPACT)

    facet: int = number(primary_key=True)
    place: int = number(primary_key=True)
    city: str = Field(primary_key=True)
    row: bytes


class CommunityHeadsRow(Row, table=True):
    """The sum of the hashes of city heads, in parts, so that cities that write at once seldom wait for each other."""

    __tablename__ = "community_heads"
    __table_args__ = _COMPACT

    part: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    total: bytes
