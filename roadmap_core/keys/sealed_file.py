"""A file that a city attaches, sealed in pieces: whoever holds its secret can read it, and nobody else anything of it.

sealed file = piece | piece | ...      of 4,112 bytes each
piece       = AES-256-GCM-SIV (RFC 8452) of 4,096 bytes of the padded file, nonce: the piece's number from 0 (11 bytes)
              and 1 for the last one, 0 for the others, under HKDF-SHA256 (RFC 5869) of the file's secret with
              info "roadmap-file-1"
padded file = file | 0x80 | zeros, up to a multiple of 4,096 bytes

The secret is new for each sealing, so no nonce repeats under one key. It stands beside the file's address in a row that
is sealed with the city key (assessment/attached.py): so a file can be attached before the computer was given that key.
Each piece is judged by itself as it comes; the address, SHA-256 of the sealed file, says that it is whole.
"""

from collections.abc import Iterator
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from roadmap_core import limits

SECRET_BYTES = 32
ADDRESS_BYTES = 32
PIECE_BYTES = 4_112
_TEXT_BYTES = 4_096
_END = b"\x80"
_INFO = b"roadmap-file-1"
LARGEST_SEALED_BYTES = limits.BLOB_BYTES // PIECE_BYTES * PIECE_BYTES
LARGEST_FILE_BYTES = limits.BLOB_BYTES // PIECE_BYTES * _TEXT_BYTES - len(_END)
"""10,444,799: of it the server takes what is sealed."""


def sealed_size(size: int) -> int:
    """How many bytes a file of `size` bytes takes, on the line and on the disk."""
    return (size // _TEXT_BYTES + 1) * PIECE_BYTES


def address_of(sealed: bytes) -> bytes:
    """The content address: what a citation and the server know the file by."""
    return sha256(sealed).digest()


def seal_file(content: bytes, secret: bytes) -> bytes:
    """The sealed file; `secret` are 32 bytes never used before."""
    padded = content + _END + bytes(-(len(content) + 1) % _TEXT_BYTES)
    cipher, last = _cipher(secret), len(padded) // _TEXT_BYTES - 1
    texts = (padded[start : start + _TEXT_BYTES] for start in range(0, len(padded), _TEXT_BYTES))
    return b"".join(cipher.encrypt(_nonce(number, last), text, None) for number, text in enumerate(texts))


def count_good_pieces(part: bytes, start: int, size: int, secret: bytes) -> int:
    """How many pieces at the beginning of `part` are whole and this file's, which has `size` bytes sealed.

    `part` begins at the byte `start`, which is the beginning of a piece.
    """
    cipher, last, count = _cipher(secret), size // PIECE_BYTES - 1, 0
    for number, piece in enumerate(_pieces(part), start // PIECE_BYTES):
        if len(piece) < PIECE_BYTES or _text(cipher, piece, _nonce(number, last)) is None:
            break
        count += 1
    return count


def open_file(sealed: bytes, secret: bytes) -> bytes | None:
    """The file's content; None if a piece is another one's, was changed, or isn't at its place."""
    cipher, last = _cipher(secret), len(sealed) // PIECE_BYTES - 1
    texts = [_text(cipher, piece, _nonce(number, last)) for number, piece in enumerate(_pieces(sealed))]
    whole = [text for text in texts if text is not None]
    if len(whole) < len(texts):
        return None
    content, end, zeros = b"".join(whole).rpartition(_END)
    return content if end and not zeros.strip(b"\0") else None


def _pieces(sealed: bytes) -> Iterator[bytes]:
    return (sealed[start : start + PIECE_BYTES] for start in range(0, len(sealed), PIECE_BYTES))


def _text(cipher: AESGCMSIV, piece: bytes, nonce: bytes) -> bytes | None:
    try:
        return cipher.decrypt(nonce, piece, None)
    except (InvalidTag, ValueError):
        return None


def _nonce(number: int, last: int) -> bytes:
    return number.to_bytes(11) + bytes([number == last])


def _cipher(secret: bytes) -> AESGCMSIV:
    return AESGCMSIV(HKDF(SHA256(), 32, salt=None, info=_INFO).derive(secret))
