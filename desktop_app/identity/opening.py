"""Opens a profile's keys: from its vault, from the plain file of an earlier program, or new ones."""

from dataclasses import dataclass
from pathlib import Path

from desktop_app import log, paths
from desktop_app.errors import AppError
from desktop_app.identity import owner_file
from desktop_app.identity.key_store import VaultKeyStore
from desktop_app.identity.plain_keys import PlainKeys, read_plain
from desktop_app.identity.unlocking import NOTHING, Given
from desktop_app.identity.vault import VaultFile
from desktop_app.identity.vault_format import KEY_BYTES, SEED_BYTES, Mode, Random, Secrets


@dataclass(frozen=True, slots=True)
class Unlock:
    """How a profile is opened.

    Attributes:
        make: how new keys are protected. Whoever opens a profile for a person says it; nothing else decides it.
    """

    given: Given = NOTHING
    make: Mode = Mode.OPEN


UNPROTECTED = Unlock()
"""For a profile that is made by a test, or by a person who chose so."""


def has_keys(profile: Path) -> bool:
    """Whether there are keys in the folder, in whatever form."""
    return vault_of(profile).exists or paths.key_file(profile).exists()


def vault_of(profile: Path) -> VaultFile:
    return VaultFile(paths.vault_file(profile))


def open_keys(profile: Path, unlock: Unlock, random: Random) -> VaultKeyStore:
    """The keys of the profile in this folder; made if there are none.

    Raises:
        AppError: as `VaultFile.open` and `VaultFile.create`; E-KEY for a plain file that isn't of this vault.
    """
    vault, plain = vault_of(profile), read_plain(paths.key_file(profile))
    if not vault.exists:
        secrets = _taken_over(plain) if plain else Secrets(random(SEED_BYTES), random(KEY_BYTES))
        profile.mkdir(parents=True, exist_ok=True)
        _create(vault, secrets, unlock, random, was_plain=plain is not None)
    else:
        secrets, _header = vault.open(unlock.given)
    keys = VaultKeyStore(secrets, paths.place_file(profile))
    if plain is not None:
        _let_go(plain, keys, paths.key_file(profile))
    return keys


def _taken_over(plain: PlainKeys) -> Secrets:
    return Secrets(plain.seed, plain.database_key)


def _create(vault: VaultFile, secrets: Secrets, unlock: Unlock, random: Random, *, was_plain: bool) -> None:
    """Keys that lay in plain until now stay so where the key store refuses them: that shuts nobody out, and is told."""
    try:
        vault.create(secrets, unlock.make, unlock.given, random)
    except AppError as error:
        if not was_plain or error.code != "E-KEYRING":
            raise
        log.logger.warning("keys stay unprotected: %s", error.holes.get("reason"))
        vault.create(secrets, Mode.OPEN, unlock.given, random)


def _let_go(plain: PlainKeys, keys: VaultKeyStore, path: Path) -> None:
    """The vault is on the disk: what it holds needn't lie beside it in plain."""
    if plain.seed != keys.secrets.seed:
        raise AppError("E-KEY", path=str(path))
    if plain.reserved is not None:
        keys.reserve(plain.reserved)
    owner_file.erase(path)
