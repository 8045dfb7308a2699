"""Files beside citations in the database: which ones are named, and what became of each on the line."""

from dataclasses import dataclass

from desktop_app.storage.citation_query import cited
from desktop_app.storage.engine import Connection, driver_of
from desktop_app.storage.snapshot import Snapshot
from desktop_app.storage.store import Store
from roadmap_core.assessment.attached import AttachedFile

_NEW = "INSERT OR IGNORE INTO attachment (address, sent_bytes, is_sent, is_held, is_wanted) VALUES (?, 0, 0, 0, 0)"
_STATES = "SELECT address, sent_bytes, is_sent, is_held, is_wanted FROM attachment"


@dataclass(frozen=True, slots=True)
class State:
    """See `tables.AttachmentRow`."""

    sent_bytes: int = 0
    is_sent: bool = False
    is_held: bool = False
    is_wanted: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """A file that a citation names.

    Attributes:
        title: of the citation.
        questions: that cite it, in file order.
        is_sealed: whether the city's other computers may know of it: its row is in an entry.
    """

    file: AttachedFile
    title: str
    questions: tuple[str, ...]
    is_sealed: bool
    state: State


def named(store: Store, connection: Connection) -> tuple[Named, ...]:
    """The files that stand in the assessment, by title; one cited at many questions once."""
    known = states(connection)
    found: dict[bytes, Named] = {}
    snapshot = Snapshot.take(store, connection)
    for question in store.instrument.questions:
        for one in cited(snapshot, question.id):
            file = one.citation.file
            if file is None:
                continue
            state = known.get(file.address, State())
            before = found.get(file.address, Named(file, one.citation.title, (), is_sealed=False, state=state))
            questions = tuple(dict.fromkeys((*before.questions, question.id)))
            is_sealed = before.is_sealed or one.op is not None
            found[file.address] = Named(before.file, before.title, questions, is_sealed, state)
    return tuple(sorted(found.values(), key=lambda one: (one.title, one.file.address)))


def wants_any(connection: Connection) -> bool:
    return driver_of(connection).execute("SELECT 1 FROM attachment WHERE is_wanted = 1").fetchone() is not None


def note_sent(connection: Connection, address: bytes, sent_bytes: int, *, is_sent: bool) -> None:
    """How much of it the server says it has, and whether that is all."""
    _update(connection, address, "sent_bytes = ?, is_sent = ?", (sent_bytes, is_sent))


def hold(connection: Connection, address: bytes, *, is_held: bool) -> None:
    _update(connection, address, "is_held = ?", (is_held,))


def want(connection: Connection, address: bytes, *, is_wanted: bool) -> None:
    _update(connection, address, "is_wanted = ?", (is_wanted,))


def forget_sent(connection: Connection) -> None:
    """The server has begun anew: what it had may be lost."""
    driver_of(connection).execute("UPDATE attachment SET sent_bytes = 0, is_sent = 0")


def _update(connection: Connection, address: bytes, change: str, values: tuple[int, ...]) -> None:
    driver = driver_of(connection)
    driver.execute(_NEW, (address,))
    driver.execute(f"UPDATE attachment SET {change} WHERE address = ?", (*values, address))  # noqa: S608


def states(connection: Connection) -> dict[bytes, State]:
    """What became of the files that were sent, held back or asked for, by address."""
    rows = driver_of(connection).execute(_STATES).fetchall()
    return {
        address: State(sent, bool(is_sent), bool(held), bool(wanted)) for address, sent, is_sent, held, wanted in rows
    }
