"""What an operation needs: one profile, opened. Clock and randomness come from here and from nowhere else."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from os import urandom
from pathlib import Path
from tempfile import TemporaryDirectory

from desktop_app import paths
from desktop_app.errors import AppError
from desktop_app.identity.key_store import KeyStore
from desktop_app.operations.profile_keys import keys_of
from desktop_app.storage import clean_end, own_log
from desktop_app.storage.engine import Connection, Engine
from desktop_app.storage.file_shelf import FileShelf
from desktop_app.storage.folder import check_folder
from desktop_app.storage.migrate import open_database
from desktop_app.storage.outbox_journal import seal_journals
from desktop_app.storage.snapshot import CityFacts, city_facts
from desktop_app.storage.store import Store
from roadmap_core import limits
from roadmap_core.instrument.catalogue import Catalogue
from roadmap_core.instrument.loading import load_instrument
from roadmap_core.instrument.model import Instrument


def now_ms() -> int:
    """This computer's clock: milliseconds since 1970. It decides nothing."""
    return time.time_ns() // 1_000_000


@dataclass(frozen=True, slots=True)
class Workspace:
    """One profile.

    Attributes:
        clock: milliseconds since 1970, a claim; never out of a calendar's range.
        random: that many random bytes.
        copy: where the data of a newer program is read from; nothing can be written then.
    """

    profile: Path
    store: Store
    keys: KeyStore
    clock: Callable[[], int]
    random: Callable[[int], bytes]
    copy: "TemporaryDirectory[str] | None" = None

    @property
    def is_read_only(self) -> bool:
        return self.copy is not None

    @property
    def engine(self) -> Engine:
        return self.store.engine

    @property
    def files(self) -> FileShelf:
        """The files beside citations that are on this computer."""
        return FileShelf(self.profile)

    @property
    def instrument(self) -> Instrument:
        return self.store.instrument

    @property
    def catalogue(self) -> Catalogue:
        return self.store.catalogue

    def city(self, connection: Connection) -> CityFacts:
        """Whose profile this is. Raises AppError (E-NO-PROFILE) before the first start was finished."""
        facts = city_facts(connection)
        if facts is None:
            raise AppError("E-NO-PROFILE", path=str(self.profile))
        return facts

    def close(self) -> None:
        """Lets go of the file; the folder may be moved or deleted afterwards."""
        self.engine.dispose()
        if self.copy is not None:
            self.copy.cleanup()
        else:
            clean_end.note(paths.database_file(self.profile))


def open_workspace(
    profile: Path,
    clock: Callable[[], int] = now_ms,
    random: Callable[[int], bytes] = urandom,
    keys: KeyStore | None = None,
) -> Workspace:
    """Opens the profile in that folder; makes an empty one if there is none. Take the `ProfileLock` first.

    A database that is an older copy of what this key has signed begins a new log. `keys` None: the folder's own, if
    nothing protects them; they are made with it.

    Raises:
        AppError: E-DAMAGED, E-KEY, E-NEWER, E-LOCKED, E-PATH; without `keys` also as `keys_of`.
    """
    check_folder(profile)
    instrument = instrument_of()
    keys, claimed = keys or keys_of(profile, random=random), _claimable(clock)
    key = keys.database_key()
    engine = open_database(paths.database_file(profile), key)
    seal_journals(profile, key)
    store = Store(engine, instrument, Catalogue.of(instrument))
    own_log.begin_anew_if_copied(engine, keys, claimed())
    return Workspace(profile, store, keys, claimed, random)


def instrument_of() -> Instrument:
    """The questionnaire that this program has."""
    return _read(*paths.instrument_text())


@lru_cache(maxsize=1)
def _read(text: str, file_name: str) -> Instrument:
    """Once: a profile that is locked and unlocked, or left for the sample, is opened again and again."""
    return load_instrument(text, file_name)


def _claimable(clock: Callable[[], int]) -> Callable[[], int]:
    """A clock kept within what an entry can claim, whatever the computer's clock shows (faults.md, row 31)."""
    return lambda: min(max(clock(), 0), limits.LATEST_CLAIMED_MS)
