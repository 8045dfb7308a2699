"""The key that a city's computers share, and what it seals (protocol.md, section 9).

body = 1 | key id (4) | random (16) | AES-256-GCM-SIV (RFC 8452) of the padded text
     under HKDF-SHA256 (RFC 5869) of the city key with info "roadmap-body-1" | random | log | seq (8), nonce of zeros

The random bytes are new for each body: a copied computer, which repeats log and sequence, repeats no key. A city key
travels under HPKE (RFC 9180: X25519, HKDF-SHA256, AES-256-GCM), 80 bytes for each computer.
"""

from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
KEY_ID_BYTES = 4
RANDOM_BYTES = 16
OPENING = b"\x01"
"""The first byte of each body: an entry begins otherwise, so that one stream can carry both."""
_HEAD_BYTES = len(OPENING) + KEY_ID_BYTES + RANDOM_BYTES
_PADDED_TO = 32
_NONCE = bytes(12)
_END = b"\x80"
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


@dataclass(frozen=True, slots=True)
class CityKey:
    """One of a city's keys.

    Attributes:
        number: counts the city's keys; the highest one that a computer holds seals what it writes.
        secret: 32 bytes.
    """

    number: int
    secret: bytes

    @property
    def id(self) -> bytes:
        return sha256(b"roadmap-city-key-1" + self.secret).digest()[:KEY_ID_BYTES]

    def seal(self, text: bytes, log: bytes, seq: int, random: bytes) -> bytes:
        """The body that holds `text`, for the entry `seq` of `log`; `random` are 16 bytes never used before."""
        padded = text + _END + bytes(-(len(text) + 1) % _PADDED_TO)
        return OPENING + self.id + random + self._cipher(random, log, seq).encrypt(_NONCE, padded, None)

    def open(self, body: bytes, log: bytes, seq: int) -> bytes | None:
        """What `body` holds; None if this key didn't seal it for that entry."""
        random = body[_HEAD_BYTES - RANDOM_BYTES : _HEAD_BYTES]
        if body[:1] != OPENING or key_id(body) != self.id:
            return None
        try:
            padded = self._cipher(random, log, seq).decrypt(_NONCE, body[_HEAD_BYTES:], None)
        except (InvalidTag, ValueError):
            return None
        text, end, zeros = padded.rpartition(_END)
        return text if end and not zeros.strip(b"\0") else None

    def wrapped(self, agreement_key: bytes, city: str) -> bytes | None:
        """This key for one computer: 80 bytes, other ones each time. None for a key that agrees with nothing."""
        try:
            return _SUITE.encrypt(self.secret, X25519PublicKey.from_public_bytes(agreement_key), _info(city))
        except ValueError:  # not 32 bytes, or of small order
            return None

    def _cipher(self, random: bytes, log: bytes, seq: int) -> AESGCMSIV:
        info = b"roadmap-body-1" + random + log + seq.to_bytes(8)
        return AESGCMSIV(HKDF(SHA256(), 32, salt=None, info=info).derive(self.secret))


def key_id(body: bytes) -> bytes:
    """The id of the key that sealed a body."""
    return body[len(OPENING) : len(OPENING) + KEY_ID_BYTES]


def agreement_key(secret: bytes) -> bytes:
    """The public half (RFC 7748) of a computer's 32 secret bytes for receiving city keys."""
    return X25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()


def unwrapped(wrapped: bytes, number: int, secret: bytes, city: str) -> CityKey | None:
    """The city key that was wrapped for the computer with `secret`; None if it was for another one."""
    try:
        return CityKey(number, _SUITE.decrypt(wrapped, X25519PrivateKey.from_private_bytes(secret), _info(city)))
    except (InvalidTag, ValueError):
        return None


def _info(city: str) -> bytes:
    return b"roadmap-city-key-1" + city.encode()
