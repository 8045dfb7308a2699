"""The vault on the disk: one file, and a copy of it that is tried when the file is damaged (faults.md, rows 53 to 55).

A change puts the new bytes in place whole, then the copy. Killed anywhere, one of the two is whole: the old or the new.
"""

from pathlib import Path

from desktop_app import log
from desktop_app.durable import sync_folder
from desktop_app.errors import AppError
from desktop_app.identity import owner_file
from desktop_app.identity.unlocking import Given, key_for, new_lock
from desktop_app.identity.vault_format import (
    LARGEST_BYTES,
    Header,
    Mode,
    Random,
    Secrets,
    Vault,
    parsed,
    sealed,
)


class VaultFile:
    """The vault at `path`, and its copy beside it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._copy = path.with_name(path.name + ".previous")

    @property
    def exists(self) -> bool:
        return self._path.exists() or self._copy.exists()

    def header(self) -> Header:
        """What can be read without a key. Raises AppError: E-VAULT, E-KDF, E-IO."""
        return self._candidates()[0][1].header

    def open(self, given: Given) -> tuple[Secrets, Header]:
        """The keys, from the copy if the file doesn't open; afterwards both are what opened.

        Raises:
            AppError: E-VAULT if neither can be read, E-KDF for a cost that is refused, E-KEYRING, and E-PASSPHRASE
                with the reason NEEDED or WRONG. Then the files are as they were.
        """
        problem: AppError | None = None
        for data, vault in self._candidates():
            try:
                secrets = vault.open(key_for(vault.header, given))
            except AppError as error:
                if error.holes.get("reason") == "NEEDED":
                    raise
                problem = problem or error
                continue
            if secrets is not None:
                self._level(data)
                return secrets, vault.header
            problem = problem or _does_not_fit(vault.header.mode)
        raise problem or AppError("E-VAULT", path=str(self._path))

    def create(self, secrets: Secrets, mode: Mode, given: Given, random: Random) -> Header:
        """Keeps the keys, durably. Raises FileExistsError if a vault is there, AppError as `replace`."""
        if self.exists:
            raise FileExistsError(str(self._path))
        return self.replace(secrets, mode, given, random)

    def replace(self, secrets: Secrets, mode: Mode, given: Given, random: Random) -> Header:
        """Keeps the keys under another lock. What opened them before does so until this returns, and not after.

        Raises:
            AppError: E-PASSPHRASE for one that is too short or too common, E-KEYRING, E-DISK, E-IO.
        """
        before = _sound(self._path)
        header, key = new_lock(mode, given, random)
        data = sealed(header, secrets, key)
        if before is not None:
            self._keep_once(before.header.mode)
        owner_file.put(self._path, data)
        self._put_copy(data)
        if before is not None and before.header.mode.asks_system:
            given.os_keys.drop(before.header.name.hex())
        return header

    def _keep_once(self, mode: Mode) -> None:
        """The file becomes the copy."""
        if mode is Mode.OPEN:
            owner_file.blank(self._copy)
        try:
            self._path.replace(self._copy)
            sync_folder(self._path.parent)
        except OSError as error:
            raise AppError("E-IO", path=str(self._path)) from error

    def _put_copy(self, data: bytes) -> None:
        found = _sound(self._copy)
        if found is not None and found.header.mode is Mode.OPEN:
            owner_file.blank(self._copy)
        owner_file.put(self._copy, data)

    def _level(self, data: bytes) -> None:
        """Both files are what opened. A disk that refuses costs the second copy, not the work."""
        try:
            if _read(self._path) != data:
                owner_file.put(self._path, data)
            if _read(self._copy) != data:
                self._put_copy(data)
        except AppError as error:
            log.logger.warning("vault: no second copy, %s", error.code)

    def _candidates(self) -> list[tuple[bytes, Vault]]:
        """What may be opened: the file, then its copy. A file that is whole isn't passed over for an open copy."""
        found: dict[bytes, Vault] = {}
        problem: AppError | None = None
        for path in (self._path, self._copy):
            data = _read(path)
            if data is None:
                continue
            try:
                found.setdefault(data, parsed(data))
            except AppError as error:
                log.logger.warning("%s: %s", path.name, error.code)
                problem = problem or error
        listed = list(found.items())
        if not listed:
            raise AppError((problem.code if problem else "E-VAULT"), path=str(self._path))
        return [listed[0], *((data, vault) for data, vault in listed[1:] if vault.header.mode is not Mode.OPEN)]


def _read(path: Path) -> bytes | None:
    """The file's bytes, and not many more than a vault can have; None if there is none. Raises AppError (E-IO)."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_BYTES + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise AppError("E-IO", path=str(path)) from error


def _sound(path: Path) -> Vault | None:
    data = _read(path)
    if data is None:
        return None
    try:
        return parsed(data)
    except AppError:
        return None


def _does_not_fit(mode: Mode) -> AppError:
    if mode is Mode.SYSTEM:
        return AppError("E-KEYRING", reason="OTHER")
    return AppError("E-VAULT") if mode is Mode.OPEN else AppError("E-PASSPHRASE", reason="WRONG")
