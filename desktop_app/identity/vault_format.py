"""The bytes of a vault: a header that anybody can read and nobody can change, and the keys, sealed. No files here.

    RMVAULT1 + CBOR [header, sealed, checksum]
    header = CBOR [version, mode, [memory KiB, passes, lanes], salt, nonce, name in the key store, open key]

`sealed` is AES-256-GCM-SIV (RFC 8452) with magic and header as associated data. The checksum, 8 bytes of SHA-256, is no
protection: it parts a damaged file from a passphrase that doesn't fit.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

from desktop_app.errors import AppError
from roadmap_core import cbor
from roadmap_core.cbor import Item

MAGIC = b"RMVAULT1"
VERSION = 1
LARGEST_BYTES = 4096
KEY_BYTES = 32
SEED_BYTES = 64
_SALT_BYTES = _NAME_BYTES = 16
_NONCE_BYTES = 12
_CHECKSUM_BYTES = 8

Random = Callable[[int], bytes]
"""That many random bytes."""


class Mode(IntEnum):
    """What opens a vault."""

    OPEN = 0
    """Nothing: the key stands in the header, and whoever can read the folder can read all."""
    SYSTEM = 1
    """A key in the system's own key store."""
    PASSPHRASE = 2
    BOTH = 3

    @property
    def asks_system(self) -> bool:
        return self in (Mode.SYSTEM, Mode.BOTH)

    @property
    def asks_passphrase(self) -> bool:
        return self in (Mode.PASSPHRASE, Mode.BOTH)


@dataclass(frozen=True, slots=True)
class Cost:
    """How dear one guess of a passphrase is (Argon2id, RFC 9106)."""

    memory_kib: int
    passes: int
    lanes: int


NO_COST = Cost(0, 0, 0)
FLOOR = Cost(64 * 1024, 3, 4)
"""0.13 s on one core of 2025."""
CEILING = Cost(1024 * 1024, 10, 8)


@dataclass(frozen=True, slots=True)
class Header:
    """Attributes:
    name: of the entry in the system's key store, 16 bytes.
    open_key: 32 bytes in mode OPEN, none otherwise.
    """

    version: int
    mode: Mode
    cost: Cost
    salt: bytes
    nonce: bytes
    name: bytes
    open_key: bytes


@dataclass(frozen=True, slots=True)
class Secrets:
    """What a vault keeps: the Ed25519 and the X25519 seed, one after the other, and the database's key."""

    seed: bytes
    database_key: bytes

    def __repr__(self) -> str:
        return "Secrets(...)"


@dataclass(frozen=True, slots=True)
class Vault:
    """A vault whose bytes are whole, still closed."""

    header: Header
    associated: bytes
    sealed: bytes

    def open(self, key: bytes) -> Secrets | None:
        """The keys; None if this key doesn't open it."""
        try:
            body = AESGCMSIV(key).decrypt(self.header.nonce, self.sealed, self.associated)
        except InvalidTag:
            return None
        seed, database_key = cbor.array(cbor.decode(body), 2)
        return Secrets(cbor.byte_string(seed, SEED_BYTES), cbor.byte_string(database_key, KEY_BYTES))


def new_header(mode: Mode, cost: Cost, random: Random) -> Header:
    """With salt, nonce and name of its own. The cost is kept where a passphrase is asked for."""
    kept = cost if mode.asks_passphrase else NO_COST
    open_key = random(KEY_BYTES) if mode is Mode.OPEN else b""
    return Header(VERSION, mode, kept, random(_SALT_BYTES), random(_NONCE_BYTES), random(_NAME_BYTES), open_key)


def sealed(header: Header, secrets: Secrets, key: bytes) -> bytes:
    """The file's bytes."""
    associated = MAGIC + _header_bytes(header)
    body = cbor.encode([secrets.seed, secrets.database_key])
    return _file(_header_bytes(header), AESGCMSIV(key).encrypt(header.nonce, body, associated))


def _file(header: bytes, body: bytes) -> bytes:
    return MAGIC + cbor.encode([header, body, _checksum(header, body)])


def _header_bytes(header: Header) -> bytes:
    cost: list[Item] = [header.cost.memory_kib, header.cost.passes, header.cost.lanes]
    return cbor.encode(
        [header.version, int(header.mode), cost, header.salt, header.nonce, header.name, header.open_key]
    )


def _checksum(header: bytes, body: bytes) -> bytes:
    return sha256(header + body).digest()[:_CHECKSUM_BYTES]


def parsed(data: bytes) -> Vault:
    """Judges the bytes before anything is computed from them.

    Raises:
        AppError: E-KDF for a cost below the floor or above the ceiling, E-VAULT for what is no whole vault of ours.
    """
    try:
        return _parsed(data)
    except ValueError as error:
        raise AppError("E-VAULT") from error


def _parsed(data: bytes) -> Vault:
    if len(data) > LARGEST_BYTES or not data.startswith(MAGIC):
        raise ValueError("no vault")
    header_item, sealed_item, checksum = cbor.array(cbor.decode(data[len(MAGIC) :]), 3)
    header_bytes, body = cbor.byte_string(header_item), cbor.byte_string(sealed_item)
    header = _header(header_bytes)
    if cbor.byte_string(checksum) != _checksum(header_bytes, body):
        raise ValueError("checksum")
    return Vault(header, MAGIC + header_bytes, body)


def _header(data: bytes) -> Header:
    items = cbor.array(cbor.decode(data))
    if not items or cbor.integer(items[0]) != VERSION:
        raise ValueError("version")
    _version, mode_item, cost_item, salt, nonce, name, open_key = cbor.array(items, 7)
    mode, cost = Mode(cbor.integer(mode_item)), Cost(*map(cbor.integer, cbor.array(cost_item, 3)))
    if mode.asks_passphrase:
        check_cost(cost)
    elif cost != NO_COST:
        raise ValueError("cost")
    return Header(
        VERSION,
        mode,
        cost,
        cbor.byte_string(salt, _SALT_BYTES),
        cbor.byte_string(nonce, _NONCE_BYTES),
        cbor.byte_string(name, _NAME_BYTES),
        cbor.byte_string(open_key, KEY_BYTES if mode is Mode.OPEN else 0),
    )


def check_cost(cost: Cost) -> None:
    """Raises AppError (E-KDF): a low cost is a gift to whoever guesses, a high one would stop this computer."""
    is_fair = (
        FLOOR.memory_kib <= cost.memory_kib <= CEILING.memory_kib
        and FLOOR.passes <= cost.passes <= CEILING.passes
        and 1 <= cost.lanes <= CEILING.lanes
    )
    if not is_fair:
        raise AppError("E-KDF", megabytes=cost.memory_kib // 1024)
