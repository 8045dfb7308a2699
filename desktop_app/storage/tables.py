"""The tables of a profile's database. Only `storage` knows them; hot paths use them through SQLAlchemy Core.

`entry` is the truth and never changes; `draft` is what a person did since the last sealing. `register` and `operation`
are projected from entries and may be rebuilt. The rest says where this computer stands. Times are milliseconds since
1970 by this computer's clock unless a name says otherwise.
"""

from sqlalchemy import BigInteger, Index, LargeBinary, text
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel


class Table(SQLModel, registry=registry()):
    """The base of the desktop's tables: a registry of its own, apart from the server's in the same process."""


class EntryRow(Table, table=True):
    """One signed update, as it was signed. A trigger refuses changes of what was signed.

    Attributes:
        number: order of arrival on this computer.
        short: the first 16 bytes of `hash`: how operations name it.
        changes: operations of a person in it, for counting (directory and catalogue are not counted), as far as its
            private part was read.
        position: where it stands in the city's log, final only once checked under a signed head; None until then.
        confirmed_ms: the server's time in the head under which the position was checked.
        standing: a value of `Standing`.
        refusal: the server's final reason not to take it, or "".
        received_ms: when it was made or came in here.
        held: why it is pending or quarantined, a stable code, or "".
    """

    __tablename__ = "entry"
    __table_args__ = (
        Index("entry_by_log", "log", "seq"),
        Index("entry_by_position", "position", unique=True),
        Index("entry_waiting", "number", sqlite_where=text("position IS NULL")),
        {"sqlite_autoincrement": True},
    )
    number: int | None = Field(default=None, primary_key=True)
    hash: bytes = Field(sa_type=LargeBinary)
    short: bytes = Field(sa_type=LargeBinary, unique=True)
    log: bytes = Field(sa_type=LargeBinary)
    seq: int = Field(sa_type=BigInteger)
    data: bytes = Field(sa_type=LargeBinary)
    claimed_ms: int = Field(sa_type=BigInteger)
    lamport: int = Field(sa_type=BigInteger)
    author: int = Field(sa_type=BigInteger)
    changes: int
    position: int | None = Field(default=None, sa_type=BigInteger)
    confirmed_ms: int | None = Field(default=None, sa_type=BigInteger)
    standing: int = 0
    refusal: str = ""
    received_ms: int = Field(sa_type=BigInteger)
    held: str = Field(default="", sa_column_kwargs={"server_default": text("''")})


class StatementRow(Table, table=True):
    """Which entries say who may write: geneses and statements, whether they count or not. Says nothing by itself."""

    __tablename__ = "statement"
    __table_args__ = ({"sqlite_with_rowid": False},)
    short: bytes = Field(primary_key=True, sa_type=LargeBinary)


class PrivatePartRow(Table, table=True):
    """The private part that an entry names: sealed as it travels, and opened once this computer can read it.

    Attributes:
        short: the entry.
        data: the sealed bytes; None while they haven't come, and once they were erased.
        text: what was sealed in them; None before it was read. The projection has it too.
        is_wanted: whether the server is to get it, beside what it gets with its entry.
        is_erased: whether somebody who may has asked for its deletion.
    """

    __tablename__ = "private_part"
    __table_args__ = (
        Index("private_part_by_digest", "digest"),
        Index("private_part_lacking", "short", sqlite_where=text("data IS NULL")),
        Index("private_part_unread", "short", sqlite_where=text("text IS NULL")),
        Index("private_part_wanted", "short", sqlite_where=text("is_wanted = 1")),
    )
    short: bytes = Field(primary_key=True, sa_type=LargeBinary)
    digest: bytes = Field(sa_type=LargeBinary)
    size: int
    data: bytes | None = Field(default=None, sa_type=LargeBinary)
    text: bytes | None = Field(default=None, sa_type=LargeBinary)
    is_wanted: bool = False
    is_erased: bool = False


class AttachmentRow(Table, table=True):
    """How far a file beside a citation has come; one without a row was neither sent, held back nor asked for.

    Attributes:
        address: what its citation names it by.
        sent_bytes: how much of it the server said it has, for showing only.
        is_sent: whether the server said that it has the whole file; not believed any more once it has begun anew.
        is_held: whether a person holds it back.
        is_wanted: whether a person asked for it here.
    """

    __tablename__ = "attachment"
    __table_args__ = ({"sqlite_with_rowid": False},)
    address: bytes = Field(primary_key=True, sa_type=LargeBinary)
    sent_bytes: int
    is_sent: bool
    is_held: bool
    is_wanted: bool


class RequestRow(Table, table=True):
    """How often a wrong device code was typed while this computer's admission was asked for."""

    __tablename__ = "request"
    __table_args__ = ({"sqlite_with_rowid": False},)
    genesis: bytes = Field(primary_key=True, sa_type=LargeBinary)
    wrong_codes: int


class DraftRow(Table, table=True):
    """One operation that a person did and that is not sealed yet. The newest has the highest number.

    Attributes:
        code: a value of `OpCode`.
        value: CBOR of what is written; None where rows are removed.
        predecessors: CBOR, a flat array: entry, place, entry, place; what the form showed.
    """

    __tablename__ = "draft"
    __table_args__ = (
        Index("draft_by_register", "assessment", "item", "facet", unique=True, sqlite_where=text("code IN (1, 15)")),
    )
    number: int | None = Field(default=None, primary_key=True)
    code: int
    assessment: int
    item: int
    facet: int
    value: bytes | None = Field(default=None, sa_type=LargeBinary)
    predecessors: bytes = Field(sa_type=LargeBinary)
    reason: str | None = None
    author: int = Field(sa_type=BigInteger)
    changed_ms: int = Field(sa_type=BigInteger)


class HalfAnswerRow(Table, table=True):
    """A form that is begun and makes no answer yet. It never leaves this computer; see `half_answers`.

    Attributes:
        form: JSON: what was typed, by field.
        stood: CBOR: the answers that stood when the form was opened.
        seen: their operations, flat like `DraftRow.predecessors`.
    """

    __tablename__ = "half_answer"
    __table_args__ = ({"sqlite_with_rowid": False},)
    assessment: int = Field(primary_key=True)
    item: int = Field(primary_key=True)
    form: str
    stood: bytes = Field(sa_type=LargeBinary)
    seen: bytes = Field(sa_type=LargeBinary)


class UndoStepRow(Table, table=True):
    """One thing that a person did here, newest last; see `undo_list`. It never leaves this computer."""

    __tablename__ = "undo_step"
    number: int | None = Field(default=None, primary_key=True)
    data: bytes = Field(sa_type=LargeBinary)
    is_undone: bool


class RegisterRow(Table, table=True):
    """What stands in one register; `state` is `RegisterState.to_bytes()`. Projected, drafts not included."""

    __tablename__ = "register"
    __table_args__ = (
        Index("register_contested", "assessment", "item", sqlite_where=text("contested = 1")),
        {"sqlite_with_rowid": False},
    )
    assessment: int = Field(primary_key=True)
    item: int = Field(primary_key=True)
    facet: int = Field(primary_key=True)
    state: bytes = Field(sa_type=LargeBinary)
    contested: bool


class OperationRow(Table, table=True):
    """Every write that counts, by register: the history of a question. Projected."""

    __tablename__ = "operation"
    __table_args__ = ({"sqlite_with_rowid": False},)
    assessment: int = Field(primary_key=True)
    item: int = Field(primary_key=True)
    facet: int = Field(primary_key=True)
    short: bytes = Field(primary_key=True, sa_type=LargeBinary)
    place: int = Field(primary_key=True)
    code: int
    value: bytes | None = Field(default=None, sa_type=LargeBinary)
    reason: str | None = None


class DeviceRow(Table, table=True):
    """One computer of the city: its log, key, and how far this computer knows it. A new log is a new row.

    Attributes:
        is_own: the log that this computer writes now.
        tip_seq, tip: the newest entry of the log that is here.
        referenced_seq: the newest one that an own entry has named in its refs; -1 for none.
        seen_epoch, seen_position: the newest signed head that the log's entries say they have checked.
    """

    __tablename__ = "device"
    log: bytes = Field(primary_key=True, sa_type=LargeBinary)
    genesis: bytes = Field(sa_type=LargeBinary)
    public_key: bytes = Field(sa_type=LargeBinary)
    is_own: bool = False
    tip_seq: int = Field(sa_type=BigInteger)
    tip: bytes = Field(sa_type=LargeBinary)
    referenced_seq: int = Field(default=-1, sa_type=BigInteger)
    seen_epoch: int = Field(default=0, sa_type=BigInteger)
    seen_position: int = Field(default=0, sa_type=BigInteger)


class CityRow(Table, table=True):
    """Whose profile this is: one row, from the first start on.

    Attributes:
        official, official_number: who is at the keyboard.
        assessment: the number of the current one.
        saved_ms: when something was last saved, unless a newer draft tells; see `drafts.saved_ms`.
        drafts_counted: the highest number that a draft had when `saved_ms` was noted: numbers only rise. SQLite's own
            counter would be one page more to write at each save.
        region, size_class: of a city that is not on the list, as a person said at the start; None if nobody knew.
            For whoever invites the city: the server learns them from the one who runs it.
    """

    __tablename__ = "city"
    id: int = Field(default=1, primary_key=True)
    city_id: str
    city_name: str
    country: str
    alliance: str
    official: str
    official_number: int = Field(sa_type=BigInteger)
    computer: str
    assessment: int = 1
    saved_ms: int | None = Field(default=None, sa_type=BigInteger)
    drafts_counted: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    region: str | None = None
    size_class: str | None = None


class SyncStateRow(Table, table=True):
    """How this computer stands to the alliance's server: one row. Written by `city_log` only.

    Attributes:
        log_key: the key that signs heads, as a program before alliance documents pinned it; the first one must name it.
        connection: a value of `views.Connection`.
        epoch, position: how far the city's log is held without a gap; 0 for nothing.
        frontier: `Frontier.to_bytes()` at `position`.
        head: the newest signed head that was checked, or b"".
        head_epoch, head_size, head_root: what that head says; named in entries.
        sent_ms: when everything that had been sent was last confirmed under a signed head.
        problem: the stable code of what stood in the way at the last try, or "".
        invitation: typed but not yet presented; b"" otherwise.
        root_key: the key that signed the first alliance document, pinned at the first contact; b"" before.
        alliance_ms: when the server was last asked for newer alliance documents.
    """

    __tablename__ = "sync_state"
    id: int = Field(default=1, primary_key=True)
    server: str = ""
    alliance: str = ""
    log_key: bytes = Field(default=b"", sa_type=LargeBinary)
    connection: str = "none"
    epoch: int = Field(default=0, sa_type=BigInteger)
    position: int = Field(default=0, sa_type=BigInteger)
    frontier: bytes = Field(default=b"", sa_type=LargeBinary)
    head: bytes = Field(default=b"", sa_type=LargeBinary)
    head_epoch: int = Field(default=0, sa_type=BigInteger)
    head_size: int = Field(default=0, sa_type=BigInteger)
    head_root: bytes = Field(default=b"", sa_type=LargeBinary)
    sent_ms: int | None = Field(default=None, sa_type=BigInteger)
    last_contact_ms: int | None = Field(default=None, sa_type=BigInteger)
    problem: str = ""
    invitation: bytes = Field(default=b"", sa_type=LargeBinary)
    root_key: bytes = Field(default=b"", sa_type=LargeBinary, sa_column_kwargs={"server_default": text("x''")})
    alliance_ms: int | None = Field(default=None, sa_type=BigInteger)


class AllianceRow(Table, table=True):
    """One alliance document, as it was signed. They are a chain without gaps."""

    __tablename__ = "alliance"
    version: int = Field(primary_key=True)
    data: bytes = Field(sa_type=LargeBinary)


class HeadRow(Table, table=True):
    """A signed head that is kept as evidence: the last of an earlier epoch, or one that didn't fit the entries.

    Or one that waits to be compared (`heard_heads`).
    """

    __tablename__ = "head"
    data: bytes = Field(primary_key=True, sa_type=LargeBinary)
    epoch: int = Field(sa_type=BigInteger)
    size: int = Field(sa_type=BigInteger)
    why: str
    kept_ms: int = Field(sa_type=BigInteger)


class CommunityRow(Table, table=True):
    """The community's status as the server last gave it: one row, JSON bytes, its ETag, and when it came."""

    __tablename__ = "community"
    id: int = Field(default=1, primary_key=True)
    data: bytes = Field(sa_type=LargeBinary)
    etag: str
    fetched_ms: int = Field(sa_type=BigInteger)


class CargoRow(Table, table=True):
    """An entry that came by file and is no part of this city's log here: another city's, or one that was taken back.

    Attributes:
        number: order of arrival, in which it is sent on.
        body: its private part, sealed, or b"".
        state: a value of `cargo.State`, or the server's final refusal.
    """

    __tablename__ = "cargo"
    __table_args__ = (Index("cargo_by_city", "city", "state"), {"sqlite_autoincrement": True})
    number: int | None = Field(default=None, primary_key=True)
    hash: bytes = Field(sa_type=LargeBinary, unique=True)
    city: str
    data: bytes = Field(sa_type=LargeBinary)
    body: bytes = Field(sa_type=LargeBinary)
    state: str


class CarriedReceiptRow(Table, table=True):
    """What the server acknowledged to another city: it travels home with the next file for that city."""

    __tablename__ = "carried_receipt"
    __table_args__ = ({"sqlite_with_rowid": False},)
    question: bytes = Field(primary_key=True, sa_type=LargeBinary)
    answer: bytes = Field(sa_type=LargeBinary)
    city: str


class TakenFileRow(Table, table=True):
    """A file that was taken in, so that it can be taken back. `begins_trust`: its documents were the first ones."""

    __tablename__ = "taken_file"
    __table_args__ = ({"sqlite_autoincrement": True},)
    number: int | None = Field(default=None, primary_key=True)
    name: str
    maker: str
    taken_ms: int = Field(sa_type=BigInteger)
    begins_trust: bool


class TakenEntryRow(Table, table=True):
    """One entry that such a file brought: to the city's log, or to the cargo."""

    __tablename__ = "taken_entry"
    __table_args__ = ({"sqlite_with_rowid": False},)
    file: int = Field(primary_key=True)
    hash: bytes = Field(primary_key=True, sa_type=LargeBinary)


METADATA = Table.metadata
ENTRY = METADATA.tables["entry"]
DEVICE = METADATA.tables["device"]
CITY = METADATA.tables["city"]
SYNC_STATE = METADATA.tables["sync_state"]
HEAD = METADATA.tables["head"]
COMMUNITY = METADATA.tables["community"]
ALLIANCE = METADATA.tables["alliance"]
