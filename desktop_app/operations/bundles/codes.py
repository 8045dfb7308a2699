"""The pieces of a postcard as QR codes: drawn, saved as a picture, and found again in one."""

from collections.abc import Sequence
from math import ceil, sqrt
from pathlib import Path

from desktop_app.errors import AppError
from desktop_app.operations.bundles.sheets import Matrix, to_png, to_svg
from desktop_app.operations.outside_files import write_whole
from desktop_app.pictures import gray_picture

QUIET = 4
"""Light modules that a QR code must have around it (ISO 18004)."""


def matrix_of(piece: str) -> Matrix:
    """One piece as a QR code: at most 97 by 97 modules, and still read when about 15 % of it are spoilt."""
    import segno  # 20 ms that nobody else needs

    return tuple(bytes(row) for row in segno.make_qr(piece, error="m").matrix)


def save_codes(pieces: Sequence[str], file: Path) -> None:
    """All codes beside and below each other in one picture, PNG or SVG by the file's name.

    Raises:
        AppError: E-PICTURE-KIND for another name, E-EXPORT if the file can't be written.
    """
    painted = {".png": to_png, ".svg": to_svg}.get(file.suffix.lower())
    if painted is None:
        raise AppError("E-PICTURE-KIND")
    write_whole(file, painted(sheet_of([matrix_of(piece) for piece in pieces])), "E-EXPORT")


def sheet_of(codes: Sequence[Matrix]) -> Matrix:
    """One field with all codes, each with its quiet zone."""
    across = ceil(sqrt(len(codes)))
    side = max(len(code) for code in codes) + 2 * QUIET
    sheet = [bytearray(side * across) for _ in range(side * ceil(len(codes) / across))]
    for place, code in enumerate(codes):
        top, left = (place // across) * side + QUIET, (place % across) * side + QUIET
        for y, row in enumerate(code):
            sheet[top + y][left : left + len(row)] = row
    return tuple(bytes(row) for row in sheet)


def texts_in(file: Path) -> list[str]:
    """What the QR codes in a picture say, however it is turned; takes about 0.5 s for a photo.

    Raises:
        AppError: E-PICTURE-CODE where no code can be read; E-FILE, E-PICTURE, E-PICTURE-SIZE.
    """
    import zxingcpp

    picture = gray_picture(file)
    field = memoryview(picture.rows).cast("B", shape=[picture.height, picture.width])
    wanted = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    found = [one.text for one in zxingcpp.read_barcodes(field, formats=wanted)]
    if not found:
        raise AppError("E-PICTURE-CODE")
    return found
