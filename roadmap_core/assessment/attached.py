"""The file that belongs to a citation: where it is found, what opens it, and what people called it.

file = [address (32), size, secret (32), media type, label]

It stands in the citation's row, behind the fields that every version knows, and so is sealed for the city like the row.
Nothing of it is said in the open: the server is asked for the address alone.
"""

from dataclasses import dataclass, field

from roadmap_core import limits
from roadmap_core.cbor import Item
from roadmap_core.keys.sealed_file import ADDRESS_BYTES, LARGEST_SEALED_BYTES, PIECE_BYTES, SECRET_BYTES

_FIELDS = 5


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file beside a citation.

    Attributes:
        address: SHA-256 of the sealed file.
        size: of the sealed file, in bytes: what it costs on the line.
        secret: opens it; never in a message.
        label: what people called it; never a path.
    """

    address: bytes
    size: int
    secret: bytes = field(repr=False)
    media_type: str
    label: str


def file_to_wire(file: AttachedFile) -> Item:
    return [file.address, file.size, file.secret, file.media_type, file.label]


def file_from_wire(row: Item) -> AttachedFile | None:
    """The file that is named there; None for null and for what isn't of this form. More fields are passed over."""
    if type(row) is not list or len(row) < _FIELDS:
        return None
    address, size, secret, media_type, label = row[:_FIELDS]
    if type(address) is not bytes or type(secret) is not bytes or type(size) is not int:
        return None
    if (
        type(media_type) is not str
        or type(label) is not str
        or max(len(media_type), len(label)) > limits.NAME_CHARACTERS
    ):
        return None
    if len(address) != ADDRESS_BYTES or len(secret) != SECRET_BYTES:
        return None
    is_fit = 0 < size <= LARGEST_SEALED_BYTES and size % PIECE_BYTES == 0
    return AttachedFile(address, size, secret, media_type, label) if is_fit else None
