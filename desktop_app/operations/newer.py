"""A profile that a newer program has used: shown as far as this one understands it, and never written."""

from collections.abc import Callable
from os import urandom
from pathlib import Path

from desktop_app import paths
from desktop_app.errors import AppError
from desktop_app.identity.key_store import KeyStore
from desktop_app.operations.workspace import Workspace, instrument_of, now_ms
from desktop_app.storage import queries
from desktop_app.storage.newer import in_known_form, open_copy
from desktop_app.storage.store import Store
from roadmap_core.instrument.catalogue import Catalogue


def open_newer(profile: Path, keys: KeyStore, clock: Callable[[], int] = now_ms) -> Workspace:
    """Opens what `open_workspace` refused with E-NEWER, from a copy. Take the `ProfileLock` first.

    Raises:
        AppError: E-NEWER where it can't be read either: its signed entries can still be exported. E-DAMAGED.
    """
    database = paths.database_file(profile)
    instrument = instrument_of()
    engine, copy = open_copy(database, keys.database_key())
    workspace = Workspace(profile, Store(engine, instrument, Catalogue.of(instrument)), keys, clock, urandom, copy)
    try:
        with in_known_form(database):
            _ask(workspace.store)
    except BaseException:
        workspace.close()
        raise
    return workspace


def _ask(store: Store) -> None:
    """What the first pages ask."""
    if queries.city(store) is None:
        raise AppError("E-NEWER")
    queries.overview(store)
    queries.sending(store)
