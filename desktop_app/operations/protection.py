"""What protects a profile on this computer: looked at, changed, written down on a sheet, opened with that sheet."""

from collections.abc import Callable, Sequence
from os import urandom
from pathlib import Path

from desktop_app import paths
from desktop_app.errors import AppError
from desktop_app.identity.key_store import public_key_of
from desktop_app.identity.opening import vault_of
from desktop_app.identity.recovery_sheet import secrets_of, sheet_of
from desktop_app.identity.unlocking import Given
from desktop_app.identity.vault_format import Mode
from desktop_app.storage.cipher import Kind, kind_of
from desktop_app.storage.inspection import was_renewed_since

Random = Callable[[int], bytes]


def mode_of(profile: Path) -> Mode:
    """How the profile is protected; nothing is opened for that. Raises AppError: E-VAULT, E-KDF."""
    return vault_of(profile).header().mode


def check(profile: Path, given: Given) -> None:
    """Whether this opens the profile. Raises AppError as `VaultFile.open` if it doesn't."""
    vault_of(profile).open(given)


def protect(profile: Path, mode: Mode, now: Given, then: Given, random: Random = urandom) -> None:
    """Protects the profile in another way, or with another passphrase; durable when this returns.

    The database stays as it is: its key doesn't change. What was given `now` opens the vault one last time.

    Raises:
        AppError: E-PASSPHRASE, E-KEYRING, E-DISK, E-IO; it is protected as before then, or as wished.
    """
    vault = vault_of(profile)
    secrets, _header = vault.open(now)
    vault.replace(secrets, mode, then, random)


def recovery_sheet(profile: Path, now: Given) -> list[str]:
    """Groups of signs to print: whoever has them opens the profile. Raises AppError as `VaultFile.open`."""
    secrets, _header = vault_of(profile).open(now)
    return sheet_of(secrets)


def open_with_sheet(profile: Path, rows: Sequence[str], mode: Mode, then: Given, random: Random = urandom) -> None:
    """Makes the vault anew from a typed sheet, if the sheet is of this profile; what was there is replaced.

    Raises:
        AppError: E-SHEET, with the reason OLD for a sheet from before a removed computer came back with a new key;
            E-PASSPHRASE, E-KEYRING, E-DISK, E-IO for the new vault.
    """
    secrets = secrets_of(rows)
    database = paths.database_file(profile)
    if database.exists() and kind_of(database, secrets.database_key) is Kind.ANOTHER:
        raise AppError("E-SHEET")
    if database.exists() and was_renewed_since(database, secrets.database_key, public_key_of(secrets)):
        raise AppError("E-SHEET", reason="OLD")
    vault_of(profile).replace(secrets, mode, then, random)
