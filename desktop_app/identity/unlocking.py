"""From what a person gives to the key of a vault: the system's key store, a passphrase, both, or nothing."""

from dataclasses import dataclass, field

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from desktop_app.errors import AppError
from desktop_app.identity.os_keys import NO_KEY_STORE, OsKeys
from desktop_app.identity.passphrase import calibrated, check, stretched
from desktop_app.identity.vault_format import KEY_BYTES, NO_COST, Cost, Header, Mode, Random, new_header

_INFO = b"waymark-vault-1"


@dataclass(frozen=True, slots=True)
class Given:
    """What there is to lock or unlock with.

    Attributes:
        passphrase: as typed; empty: none was.
        cost: of a new passphrase; None: what this computer pays within a second.
    """

    passphrase: str = field(default="", repr=False)
    os_keys: OsKeys = NO_KEY_STORE
    cost: Cost | None = None


NOTHING = Given()


def key_for(header: Header, given: Given) -> bytes:
    """The key that opens the vault with this header, if what was given is right; 32 bytes.

    Raises:
        AppError: E-PASSPHRASE (NEEDED) if one has to be typed, E-KEYRING.
    """
    mode = header.mode
    if mode.asks_passphrase and not given.passphrase:
        raise AppError("E-PASSPHRASE", reason="NEEDED")
    kept = given.os_keys.get(header.name.hex()) if mode.asks_system else b""
    typed = stretched(given.passphrase, header.salt, header.cost) if mode.asks_passphrase else b""
    return _joined(header, kept + typed)


def new_lock(mode: Mode, given: Given, random: Random) -> tuple[Header, bytes]:
    """A header and its key; what the system's key store has to keep has been read back from there.

    Raises:
        AppError: E-PASSPHRASE for one that is too short or too common, E-KEYRING.
    """
    cost = NO_COST
    if mode.asks_passphrase:
        check(given.passphrase)
        cost = given.cost or calibrated()
    header = new_header(mode, cost, random)
    if mode.asks_system:
        given.os_keys.put(header.name.hex(), random(KEY_BYTES))
    return header, key_for(header, given)


def _joined(header: Header, parts: bytes) -> bytes:
    """One key of what the mode asks for (RFC 5869)."""
    info = _INFO + bytes([header.mode])
    return HKDF(SHA256(), KEY_BYTES, salt=header.salt, info=info).derive(header.open_key + parts)
