"""The keys of a profile's folder: the one place that says where they are kept."""

from collections.abc import Callable
from os import urandom
from pathlib import Path

from desktop_app import paths
from desktop_app.errors import AppError
from desktop_app.identity.key_store import KeyStore
from desktop_app.identity.opening import UNPROTECTED, Unlock, has_keys, open_keys
from desktop_app.storage.sealed_files import needs_its_keys


def keys_of(profile: Path, unlock: Unlock = UNPROTECTED, random: Callable[[int], bytes] = urandom) -> KeyStore:
    """The keys of a profile that is about to be opened; made before there is any data.

    Raises:
        AppError: E-KEY where the keys are gone and data lies there that needs them: nothing is made then. What
            `open_keys` raises: E-VAULT, E-KDF, E-KEYRING, E-PASSPHRASE, E-DISK, E-IO.
    """
    if not has_keys(profile) and needs_its_keys(paths.database_file(profile)):
        raise AppError("E-KEY", path=str(profile))
    return open_keys(profile, unlock, random)


def data_key(profile: Path, keys: KeyStore | None = None) -> bytes | None:
    """What the profile's data is encrypted with; None before it has keys. `keys` None: the folder's, unprotected ones.

    Raises AppError as `keys_of`.
    """
    if keys is None and not has_keys(profile):
        return None
    return (keys or keys_of(profile)).database_key()
