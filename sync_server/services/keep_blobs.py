"""Files that a city attaches to its answers, piece by piece, for its own computers only."""

from dataclasses import dataclass
from enum import Enum

from roadmap_core import limits
from sync_server.errors import BusyError
from sync_server.services.server import Server
from sync_server.services.tokens import Reader, Token, reader
from sync_server.storage import cities
from sync_server.storage.blobs import CityBlobs


class Step(Enum):
    """What became of a piece."""

    MORE = "more"
    """It was added; what there is has not the hash yet."""
    WHOLE = "whole"
    ELSEWHERE = "elsewhere"
    """It doesn't begin where what there is ends."""
    OTHER_FILE = "other file"
    """It was the last one, and the hash is another: all of it was thrown away."""
    TOO_LARGE = "too large"
    NO_ROOM = "no room"


@dataclass(frozen=True, slots=True)
class Progress:
    """What became of a piece, and where the next one has to begin."""

    step: Step
    offset: int


def blobs_of(server: Server, token: Token) -> CityBlobs | None:
    """The files of the city that the bearer of `token` may read; None for anybody else."""
    with server.database.reading() as connection:
        city = cities.city_of(connection, token.log)
    if city is None or reader(server, token, city) is not Reader.MEMBER:
        return None
    return CityBlobs(server.blobs, city)


def add_piece(blobs: CityBlobs, digest: bytes, offset: int, piece: bytes, *, is_cut: bool = False) -> Progress:
    """Adds a piece of a file. One shorter than `limits.BLOB_PIECE_LEAST_BYTES` is the last, unless it was cut.

    Raises:
        BusyError: the disk can't be written.
    """
    size = blobs.size(digest)
    if size is not None:
        return Progress(Step.WHOLE, size)
    try:
        return _added(blobs, digest, offset, piece, is_cut=is_cut)
    except OSError as error:
        raise BusyError(f"a piece of a file can't be written: {error}") from error


def _added(blobs: CityBlobs, digest: bytes, offset: int, piece: bytes, *, is_cut: bool) -> Progress:
    held = blobs.held(digest)
    if offset != held:
        return Progress(Step.ELSEWHERE, held)
    if offset + len(piece) > limits.BLOB_BYTES:
        blobs.throw_away(digest)
        return Progress(Step.TOO_LARGE, 0)
    if blobs.used() + len(piece) > limits.CITY_BLOBS_BYTES:
        return Progress(Step.NO_ROOM, held)
    if blobs.append(digest, offset, piece) is None:
        return Progress(Step.ELSEWHERE, blobs.held(digest))
    if is_cut:
        return Progress(Step.MORE, offset + len(piece))
    if blobs.complete(digest):
        return Progress(Step.WHOLE, offset + len(piece))
    if len(piece) < limits.BLOB_PIECE_LEAST_BYTES or offset + len(piece) == limits.BLOB_BYTES:
        blobs.throw_away(digest)
        return Progress(Step.OTHER_FILE, 0)
    return Progress(Step.MORE, offset + len(piece))
