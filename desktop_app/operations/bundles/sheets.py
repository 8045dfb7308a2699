"""A field of dark and light modules as a picture file: PNG (ISO 15948) and SVG. Dark on white, whatever the theme."""

import zlib
from struct import pack

Matrix = tuple[bytes, ...]
"""Rows of modules of the same length, 1 for a dark one."""

_POINTS_A_MODULE = 6
_DARK = bytes.maketrans(b"\0\1", b"10")
"""One bit for each point, 1 for white."""


def to_png(modules: Matrix) -> bytes:
    """One bit a point, six points a module: about 20 kB for nine codes."""
    width, height = len(modules[0]) * _POINTS_A_MODULE, len(modules) * _POINTS_A_MODULE
    lines = b"".join(_line(row) * _POINTS_A_MODULE for row in modules)
    header = pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _line(row: bytes) -> bytes:
    """One line of points, behind the number of the filter that it went through: none."""
    bits = b"".join(bytes([digit]) * _POINTS_A_MODULE for digit in row.translate(_DARK))
    size = -(-len(bits) // 8)
    return b"\0" + int(bits.ljust(size * 8, b"1"), 2).to_bytes(size, "big")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))


def to_svg(modules: Matrix) -> bytes:
    """One path of all dark modules on a white ground."""
    width, height = len(modules[0]), len(modules)
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(modules) for x, is_dark in enumerate(row) if is_dark)
    size = f'width="{width * _POINTS_A_MODULE}" height="{height * _POINTS_A_MODULE}" viewBox="0 0 {width} {height}"'
    ground = f'<path fill="#fff" d="M0 0h{width}v{height}h-{width}z"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{ground}<path d="{path}"/></svg>\n'.encode()
