"""What kind of file somebody attaches, told by its content: a kind that can't run anything by being opened, or none.

The name says only which kind it should be; a file of one kind under the name of another is refused. Nothing is opened,
drawn or unpacked here: an image's size is read from its header, an office document's parts from its directory.
"""

import re
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import PurePath

MOST_PIXELS = 40_000_000
MOST_PARTS = 1_000
MOST_EXPANDED_BYTES = 100 * 1024 * 1024
_RELATIONS_BYTES = 1024 * 1024
_PDF_END_WITHIN = 1024
_PNG, _PNG_END = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", b"IEND\xaeB`\x82"
_JPEG, _JPEG_END = b"\xff\xd8\xff", b"\xff\xd9"
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
"""Markers of a JPEG (ITU T.81, table B.1) behind which its height and width stand."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_OUTSIDE = re.compile(rb"<[^<>]*TargetMode\s*=\s*[\"']\s*External[^<>]*>", re.IGNORECASE)
_LINK = re.compile(rb"\bType\s*=\s*[\"'][^\"'<>]*/hyperlink[\"']")
_OFFICE = "application/vnd.openxmlformats-officedocument."


def media_type_of(name: str, content: bytes) -> str | None:
    """The media type of a PDF, PNG, JPEG, text, CSV, DOCX or XLSX whose content fits its name; None for others."""
    found = _KINDS.get(PurePath(name).suffix.lower())
    if found is None:
        return None
    media_type, is_kind = found
    return media_type if is_kind(content) else None


def _is_pdf(content: bytes) -> bool:
    return content.startswith(b"%PDF-") and b"%%EOF" in content[-_PDF_END_WITHIN:] and not _is_zip(content)


def _is_png(content: bytes) -> bool:
    if not (content.startswith(_PNG) and content.endswith(_PNG_END)):
        return False
    start = len(_PNG)
    width, height = (int.from_bytes(content[at : at + 4]) for at in (start, start + 4))
    return 0 < width * height <= MOST_PIXELS


def _is_jpeg(content: bytes) -> bool:
    if not (content.startswith(_JPEG) and content.endswith(_JPEG_END)):
        return False
    at = 2
    while content[at : at + 1] == b"\xff" and at + 9 <= len(content):
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4])
        if marker in _FRAMES:
            height, width = (int.from_bytes(content[place : place + 2]) for place in (at + 5, at + 7))
            return 0 < width * height <= MOST_PIXELS
        at += 2 + length
    return False


def _is_text(content: bytes) -> bool:
    """Not what a browser takes for a page, a drawing or a script, whatever it is called."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return not (_CONTROL.search(text) or text.lstrip().startswith(("<", "#!")))


def _is_docx(content: bytes) -> bool:
    return _is_office(content, "word/document.xml")


def _is_xlsx(content: bytes) -> bool:
    return _is_office(content, "xl/workbook.xml")


def _is_office(content: bytes, heart: str) -> bool:
    """Without macros, without anything that is fetched from elsewhere when it is opened, and of a size to be opened."""
    if not content.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(BytesIO(content)) as parts:
            return _has_sound_parts(parts, heart)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, EOFError, OSError):
        return False


def _has_sound_parts(parts: zipfile.ZipFile, heart: str) -> bool:
    found = parts.infolist()
    names = {one.filename.lower() for one in found}
    if len(found) > MOST_PARTS or len(names) < len(found) or not {heart, "[content_types].xml"} <= names:
        return False
    if sum(one.file_size for one in found) > MOST_EXPANDED_BYTES:
        return False
    if any(name.endswith(".bin") and "vba" in name for name in names):
        return False
    if b"macroenabled" in _read(parts, "[content_types].xml").lower():
        return False
    return not any(_leads_outside(_read(parts, name)) for name in names if name.endswith(".rels"))


def _read(parts: zipfile.ZipFile, name: str) -> bytes:
    """A small part. Raises ValueError for one that isn't, or that is written so that nothing can be found in it."""
    with parts.open(next(one for one in parts.infolist() if one.filename.lower() == name)) as opened:
        text = opened.read(_RELATIONS_BYTES + 1)
    if len(text) > _RELATIONS_BYTES or b"\0" in text or b"&#" in text or b"<!" in text:
        raise ValueError(name)
    return text


def _leads_outside(relations: bytes) -> bool:
    """Links that a person has to click are none of it."""
    return any(not _LINK.search(one) for one in _OUTSIDE.findall(relations))


def _is_zip(content: bytes) -> bool:
    return zipfile.is_zipfile(BytesIO(content))


_KINDS: dict[str, tuple[str, Callable[[bytes], bool]]] = {
    ".pdf": ("application/pdf", _is_pdf),
    ".png": ("image/png", _is_png),
    ".jpg": ("image/jpeg", _is_jpeg),
    ".jpeg": ("image/jpeg", _is_jpeg),
    ".txt": ("text/plain", _is_text),
    ".csv": ("text/csv", _is_text),
    ".docx": (f"{_OFFICE}wordprocessingml.document", _is_docx),
    ".xlsx": (f"{_OFFICE}spreadsheetml.sheet", _is_xlsx),
}
