"""The keys of a profile's folder: the one place that says where they are kept."""

from collections.abc import Callable
from pathlib import Path

from desktop_app import paths
from desktop_app.errors import AppError
from desktop_app.identity.key_store import SEED_BYTES, FileKeyStore, KeyStore
from desktop_app.storage.sealed_files import needs_its_keys


def keys_of(profile: Path) -> KeyStore:
    """Reads nothing yet."""
    return FileKeyStore(paths.key_file(profile))


def data_key(profile: Path) -> bytes | None:
    """What the profile's data is encrypted with; None before it has keys. Raises AppError (E-KEY)."""
    try:
        return keys_of(profile).database_key()
    except LookupError:
        return None


def ensure_data_key(profile: Path, keys: KeyStore, random: Callable[[int], bytes]) -> bytes:
    """The same for a profile that is about to be opened: keys are made before there is any data.

    Raises:
        AppError: E-KEY where the keys are gone and data lies there that needs them: nothing is made then. E-DISK, E-IO.
    """
    try:
        return keys.database_key()
    except LookupError:
        database = paths.database_file(profile)
        if needs_its_keys(database):
            raise AppError("E-KEY", path=str(profile)) from None
    profile.mkdir(parents=True, exist_ok=True)
    keys.create(random(SEED_BYTES))
    return keys.database_key()
