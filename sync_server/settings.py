"""What the server can be told, and the limits that it holds to (protocol.md, section 11)."""

from dataclasses import dataclass, field
from pathlib import Path

from roadmap_core import limits

DEFAULT_ALLIANCE = "gsca-roadmap"
DATABASE_FILE = "waymark-server.db"
LOG_KEY_FILE = "log.key"
BLOBS_FOLDER = "blobs"
STATE_ENDING = ".state"
BAD_SIGNATURES = 20
"""Of one address in an hour, and in one push of anybody."""
TOKEN_RENEWAL_SECONDS = 5 * 60


@dataclass(frozen=True, slots=True)
class Limits:
    """What one connection, one request and one sender may take. Tests and benchmarks change them.

    Attributes:
        linger_seconds: for which what still comes is thrown away after an early answer, so that the answer is read.
        counts_loopback: whether limits for an address hold for loopback too, where a reverse proxy may stand for
            everybody.
        requests_per_minute: of one device.
        blob_pieces_per_minute: of one device; beside its requests.
        questions_per_minute: for receipts, of one address.
        entries_per_day: of one city.
        enrolments_per_hour, bad_signatures_per_hour: of one address.
        counted_keys: how many devices, addresses or cities are remembered for each limit; about 200 bytes each.
    """

    header_bytes: int = 16 * 1024
    header_seconds: float = 10
    body_bytes: int = limits.PUSH_BYTES
    body_idle_seconds: float = 30
    body_seconds: float = 600
    idle_connection_seconds: float = 75
    linger_seconds: float = 2
    connections: int = 200
    connections_per_address: int = 20
    counts_loopback: bool = False
    requests_per_minute: int = 60
    blob_pieces_per_minute: int = 600
    questions_per_minute: int = 60
    entries_per_day: int = 5_000
    enrolments_per_hour: int = 6
    bad_signatures_per_hour: int = BAD_SIGNATURES
    counted_keys: int = 10_000


@dataclass(frozen=True, slots=True)
class Settings:
    """Where a server keeps its things.

    Attributes:
        folder: for the key of the log, and for the SQLite database.
        database: a URL of SQLAlchemy; None for SQLite in the folder.
    """

    folder: Path
    database: str | None = None
    limits: Limits = field(default_factory=Limits)

    @property
    def database_url(self) -> str:
        return self.database or f"sqlite:///{self.folder / DATABASE_FILE}"

    @property
    def log_key_path(self) -> Path:
        return self.folder / LOG_KEY_FILE

    @property
    def blobs_path(self) -> Path:
        return self.folder / BLOBS_FOLDER

    @property
    def default_state_path(self) -> Path:
        """Beside the folder, not in it: a backup of the folder must not hold it."""
        return self.folder.absolute().with_name(self.folder.absolute().name + STATE_ENDING)
