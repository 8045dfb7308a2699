"""What an operation needs: one profile, opened. Clock and randomness come from here and from nowhere else."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from desktop_app.identity.key_store import KeyStore
from desktop_app.storage.engine import Engine
from desktop_app.storage.store import Store
from roadmap_core.instrument.catalogue import Catalogue
from roadmap_core.instrument.model import Instrument


@dataclass(frozen=True, slots=True)
class Workspace:
    """One profile.

    Attributes:
        clock: milliseconds since 1970, a claim.
        random: that many random bytes.
    """

    profile: Path
    store: Store
    keys: KeyStore
    clock: Callable[[], int]
    random: Callable[[int], bytes]

    @property
    def engine(self) -> Engine:
        return self.store.engine

    @property
    def instrument(self) -> Instrument:
        return self.store.instrument

    @property
    def catalogue(self) -> Catalogue:
        return self.store.catalogue

    def close(self) -> None:
        """Lets go of the file; the folder may be moved or deleted afterwards."""
        self.engine.dispose()
