"""What a file on a stick, or a pasted postcard, holds: read within limits."""

from collections.abc import Sequence
from pathlib import Path

from desktop_app.errors import AppError
from desktop_app.operations.bundles.codes import texts_in
from desktop_app.pictures import is_picture
from roadmap_core.cbor import MalformedError
from roadmap_core.exchange.bundle import Bundle, CityPart, read
from roadmap_core.exchange.postcard import Incomplete, read_postcard
from roadmap_core.exchange.stream import read_sequence
from roadmap_core.refusals import Refusal

_SEQUENCE_BYTES = 32 * 1024 * 1024
_ZIP = b"PK"
_TEXT_BYTES = 256 * 1024


def read_bundle(file: Path) -> Bundle:
    """The bundle in `file`; also a plain sequence of entries (`.cborseq`), which tells nothing but its entries.

    Raises:
        AppError: E-FILE for a file that can't be opened; E-BUNDLE, E-BUNDLE-CUT, E-BUNDLE-SIZE for what is in it.
    """
    try:
        with file.open("rb") as opened:
            is_sequence = file.suffix == ".cborseq" and opened.read(2) != _ZIP
            opened.seek(0)
            found = _sequence(opened.read(_SEQUENCE_BYTES + 1)) if is_sequence else read(opened)
    except OSError as error:
        raise AppError("E-FILE", path=str(file)) from error
    if isinstance(found, Refusal):
        raise AppError(found.code.value)
    return found


def _sequence(data: bytes) -> Bundle:
    if len(data) > _SEQUENCE_BYTES:
        raise AppError("E-BUNDLE-SIZE")
    try:
        return of_items(read_sequence(data, largest=_SEQUENCE_BYTES))
    except MalformedError as error:
        raise AppError("E-BUNDLE") from error


def of_items(items: list[bytes]) -> Bundle:
    """Entries that came without anything that tells of them: whose they are, their logs' first entries must say."""
    return Bundle("", "", (CityPart("", tuple(items)),))


def read_postcard_files(files: Sequence[Path]) -> Bundle:
    """The entries of a postcard, in files with the text as it was pasted, or with pictures of its codes, in any order.

    Raises:
        AppError: E-FILE, E-PICTURE, E-PICTURE-SIZE, E-PICTURE-CODE; what `read_postcard_text` raises.
    """
    return read_postcard_text("\n".join(text for file in files for text in _texts_in(file)))


def _texts_in(file: Path) -> list[str]:
    try:
        with file.open("rb") as opened:
            data = opened.read(_TEXT_BYTES)
    except OSError as error:
        raise AppError("E-FILE", path=str(file)) from error
    return texts_in(file) if is_picture(data) else [data.decode("utf-8", errors="replace")]


def read_postcard_text(text: str) -> Bundle:
    """The entries of a postcard, in a text as it was pasted.

    Raises:
        AppError: E-POSTCARD, E-POSTCARD-MIXED, E-POSTCARD-SIZE; E-POSTCARD-CUT for pieces to copy once more.
    """
    found = read_postcard(text)
    if isinstance(found, Incomplete):
        raise AppError(found.code.value, missing=", ".join(map(str, found.missing)))
    if isinstance(found, Refusal):
        raise AppError(found.code.value)
    return of_items(found)
