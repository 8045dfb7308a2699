"""The system's own key store: Windows' credential manager, macOS' keychain, Secret Service elsewhere.

The back end is chosen here by the system and by nothing else: what a person's or a library's configuration names, a
file in plain text for instance, is not asked (security.md, 3.7).
"""

import sys
from collections.abc import Callable
from functools import cached_property
from importlib import import_module
from typing import Protocol

from desktop_app import log
from desktop_app.errors import AppError

SERVICE = "Waymark"
_KEY_BYTES = 32
_BACK_ENDS = {
    "win32": ("keyring.backends.Windows", "WinVaultKeyring"),
    "darwin": ("keyring.backends.macOS", "Keyring"),
}
_ELSEWHERE = ("keyring.backends.SecretService", "Keyring")
_REFUSED = ("keyring.backends.fail", "keyring.backends.null", "keyring.backends.chainer", "keyrings.")


class BackEnd(Protocol):
    """What is used of `keyring.backend.KeyringBackend`. Any of it may raise what its driver raises."""

    def get_password(self, service: str, username: str) -> str | None: ...
    def set_password(self, service: str, username: str, password: str) -> None: ...
    def delete_password(self, service: str, username: str) -> None: ...


class OsKeys:
    """Keys of 32 bytes by name. Every problem is AppError (E-KEYRING); its reason says which."""

    def __init__(self, find: Callable[[], BackEnd | None], platform: str = sys.platform) -> None:
        """`find` is called when a key is first needed; None: this computer has no key store."""
        self._find, self._platform = find, platform

    @cached_property
    def _back_end(self) -> BackEnd | None:
        """What keeps no key, or keeps it in plain text, counts as none."""
        found = self._find()
        return None if _is_refused(found) else found

    @property
    def is_there(self) -> bool:
        return self._back_end is not None

    def get(self, name: str) -> bytes:
        """Raises AppError (E-KEYRING): ABSENT, DENIED, GONE if nothing has this name, OTHER if it is no key."""
        try:
            found = self._there.get_password(SERVICE, name)
        except AppError:
            raise
        except Exception as error:
            raise self._denied(error) from error
        if found is None:
            raise AppError("E-KEYRING", reason="GONE")
        return _key(found)

    def put(self, name: str, key: bytes) -> None:
        """Returns once the key was read back. Raises AppError (E-KEYRING) as `get`."""
        try:
            self._there.set_password(SERVICE, name, key.hex())
        except AppError:
            raise
        except Exception as error:
            raise self._denied(error) from error
        if self.get(name) != key:
            raise AppError("E-KEYRING", reason="OTHER")

    def drop(self, name: str) -> None:
        """Takes a key away that nothing needs any more. If the store refuses, the key stays there, of no use."""
        try:
            self._there.delete_password(SERVICE, name)
        except Exception as error:  # noqa: BLE001 - each system's driver raises errors of its own
            log.logger.info("key store: nothing removed (%s)", type(error).__name__)

    @property
    def _there(self) -> BackEnd:
        if self._back_end is None:
            raise AppError("E-KEYRING", reason="ABSENT")
        return self._back_end

    def _denied(self, error: Exception) -> AppError:
        log.logger.warning("key store: %s", type(error).__name__)
        return AppError("E-KEYRING", reason="MAC" if self._platform == "darwin" else "DENIED")


def _key(found: str) -> bytes:
    try:
        key = bytes.fromhex(found)
    except ValueError:
        key = b""
    if len(key) != _KEY_BYTES:
        raise AppError("E-KEYRING", reason="OTHER")
    return key


def _is_refused(back_end: BackEnd | None) -> bool:
    return any(kind.__module__.startswith(_REFUSED) for kind in type(back_end).__mro__)


def back_end_of(platform: str = sys.platform) -> BackEnd | None:
    """The key store of this system; None where none answers, as on a machine without a desktop."""
    module, name = _BACK_ENDS.get(platform, _ELSEWHERE)
    try:
        kind = getattr(import_module(module), name)
        if kind.priority <= 0:  # asks the service whether it is there
            return None
        found: BackEnd = kind()
    except Exception as error:  # noqa: BLE001 - a driver that is missing or broken: the same as no key store
        log.logger.info("key store: none (%s)", type(error).__name__)
        return None
    return found


def system_keys() -> OsKeys:
    """Of this computer; it is looked for when the first key is needed (keyring takes 0.1 s to import)."""
    return OsKeys(back_end_of)


NO_KEY_STORE = OsKeys(lambda: None)
