"""A picture file as a field of gray: the one place that opens pictures which others made. No window is needed for it.

Qt's readers do the work, within limits: what a file claims of itself is looked at before a pixel is unpacked.
"""

from pathlib import Path
from typing import NamedTuple

from desktop_app.errors import AppError

LARGEST_FILE_BYTES = 32 * 1024 * 1024
LARGEST_PIXELS = 64 * 1000 * 1000
_ENOUGH_PIXELS = 12 * 1000 * 1000
"""A photo of more is read smaller: what can be read in it can be read in that, and it takes 48 MB."""
_UNPACKED_MIB = 256
_KINDS = frozenset({b"png", b"jpeg", b"bmp"})
"""Those that the packaged program has readers for. None of them can name another file, or be drawn by a script."""


class GrayPicture(NamedTuple):
    """A byte for each point, row by row, 0 for black."""

    width: int
    height: int
    rows: bytes


def is_picture(head: bytes) -> bool:
    """Whether a file that begins so is, or claims to be, a picture of one of the kinds that are read."""
    return head.startswith((b"\x89PNG", b"\xff\xd8\xff", b"BM"))


def gray_picture(file: Path) -> GrayPicture:
    """The picture in `file`, made smaller if it is large. Takes 0.3 s for a photo of 12 megapixels.

    Raises:
        AppError: E-FILE for a file that can't be opened, E-PICTURE for one that holds no picture, or a damaged one, of
            a kind that is read; E-PICTURE-SIZE for one of more than 32 MiB or 64 megapixels.
    """
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice
    from PySide6.QtGui import QImage, QImageReader

    try:
        with file.open("rb") as opened:
            data = opened.read(LARGEST_FILE_BYTES + 1)
    except OSError as error:
        raise AppError("E-FILE", path=str(file)) from error
    if len(data) > LARGEST_FILE_BYTES:
        raise AppError("E-PICTURE-SIZE")
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    QImageReader.setAllocationLimit(_UNPACKED_MIB)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    size = reader.size()
    if bytes(reader.format().data()) not in _KINDS or size.isEmpty():
        raise AppError("E-PICTURE")
    pixels = size.width() * size.height()
    if pixels > LARGEST_PIXELS:
        raise AppError("E-PICTURE-SIZE")
    if pixels > _ENOUGH_PIXELS:
        reader.setScaledSize(size * (_ENOUGH_PIXELS / pixels) ** 0.5)
    image = reader.read().convertToFormat(QImage.Format.Format_Grayscale8)
    if image.isNull():
        raise AppError("E-PICTURE")
    return _packed(image.width(), image.height(), image.bytesPerLine(), bytes(image.constBits()))


def _packed(width: int, height: int, line: int, data: bytes) -> GrayPicture:
    """Without the bytes that fill each line up."""
    if line != width:
        data = b"".join(data[start : start + width] for start in range(0, line * height, line))
    return GrayPicture(width, height, data[: width * height])
