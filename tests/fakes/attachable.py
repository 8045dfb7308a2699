"""Files that may be attached, and files that only look like them."""

import struct
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO

PDF = b"%PDF-1.7\n1 0 obj << >> endobj\n" + b"Rule 7. " * 2_000 + b"\ntrailer\n%%EOF\n"
_TYPES = b'<?xml version="1.0"?><Types><Override ContentType="application/xml"/></Types>'
_LINK = (
    b'<Relationships><Relationship Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"'
    b' Target="https://kaga.jp" TargetMode="External"/></Relationships>'
)
_TEMPLATE = _LINK.replace(b"/hyperlink", b"/attachedTemplate")


def png(width: int = 2, height: int = 2) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0\0\0" * 2))
        + chunk(b"IEND", b"")
    )


def jpeg(width: int = 2, height: int = 2) -> bytes:
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 8, 8, height, width, 0)
    return b"\xff\xd8" + b"\xff\xe0" + struct.pack(">H", 4) + b"ab" + frame + b"\xff\xda" + b"data" + b"\xff\xd9"


def office(heart: str = "word/document.xml", parts: Mapping[str, bytes] | None = None) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as document:
        for name, data in {"[Content_Types].xml": _TYPES, heart: b"<document/>", **(parts or {})}.items():
            document.writestr(name, data)
    return made.getvalue()


def many_parts(count: int) -> bytes:
    return office(parts={f"word/media/{number}": b"" for number in range(count)})


GOOD = {
    "rule.pdf": ("application/pdf", PDF),
    "Plan.PNG": ("image/png", png()),
    "photo.jpeg": ("image/jpeg", jpeg()),
    "note.txt": ("text/plain", "Rule 7 § 3\r\n\t規則\n".encode()),
    "empty.txt": ("text/plain", b""),
    "figures.csv": ("text/csv", b"\xef\xbb\xbfa,b\n1,2\n"),
    "letter.docx": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        office(parts={"word/_rels/document.xml.rels": _LINK}),
    ),
    "table.xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", office("xl/workbook.xml")),
}
BAD = {
    "a program as .pdf": ("rule.pdf", b"MZ\x90\0" + bytes(500) + b"%%EOF"),
    "a program": ("rule.exe", b"MZ\x90\0"),
    "no suffix": ("rule", PDF),
    "a PDF that is a zip too": ("rule.pdf", PDF + office() + b"%%EOF"),
    "a PDF that was cut": ("rule.pdf", PDF[:900]),
    "a PNG of 60,000 x 60,000": ("plan.png", png(60_000, 60_000)),
    "a PNG of no size": ("plan.png", png(0, 7)),
    "a PNG with more behind it": ("plan.png", png() + b"<script>"),
    "a JPEG of 60,000 x 60,000": ("plan.jpg", jpeg(60_000, 60_000)),
    "a JPEG without a frame": ("plan.jpg", b"\xff\xd8\xff\xd9"),
    "a JPEG that goes astray": ("plan.jpg", b"\xff\xd8\xff\xe0\x00\x05abcdefghijkl\xff\xd9"),
    "a PDF as .jpg": ("plan.jpg", PDF),
    "SVG": ("plan.svg", b"<svg/>"),
    "SVG as text": ("plan.txt", b"\n <svg/>"),
    "HTML": ("page.html", b"<html>"),
    "HTML as text": ("page.txt", b"\xef\xbb\xbf<html>"),
    "a script as text": ("run.txt", b"#!/bin/sh\n"),
    "bytes as text": ("note.txt", b"\xff\xfe"),
    "control characters as text": ("note.csv", b"a\x1b[2J"),
    "a macro document": ("letter.docx", office(parts={"word/vbaProject.bin": b"x"})),
    "a macro document by its type": (
        "letter.docx",
        office(parts={"[Content_Types].xml": _TYPES.replace(b"application/xml", b"application/x.macroEnabled.main")}),
    ),
    "another program's macros": ("letter.docm", office()),
    "a template from elsewhere": ("letter.docx", office(parts={"word/_rels/settings.xml.rels": _TEMPLATE})),
    "a hidden template": (
        "letter.docx",
        office(parts={"word/_rels/settings.xml.rels": _TEMPLATE.replace(b"External", b"&#69;xternal")}),
    ),
    "a zip with too many parts": ("letter.docx", many_parts(1_001)),
    "a zip that grows": ("table.xlsx", office("xl/workbook.xml", {"xl/a": bytes(101 * 1024 * 1024)})),
    "a large part of relations": ("letter.docx", office(parts={"word/_rels/a.rels": bytes([32]) * (1024 * 1024 + 1)})),
    "two parts of one name": ("letter.docx", office(parts={"Word/Document.xml": b"<other/>"})),
    "a zip that is no document": ("letter.docx", office("other.xml")),
    "a table as .docx": ("letter.docx", office("xl/workbook.xml")),
    "a zip that was cut": ("letter.docx", office()[:-30]),
    "something before the zip": ("letter.docx", b"MZ" + office()),
}
