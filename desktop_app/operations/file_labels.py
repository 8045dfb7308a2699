"""The name under which an attached file is shown and offered for saving: never a path, never a trap."""

import re
import unicodedata

from roadmap_core.entries.wording import as_signed

LONGEST_BYTES = 120
_UNFIT = re.compile(r'[<>:"/\\|?*\x00-\x1f\u200e\u200f\u061c]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)", re.IGNORECASE)
_UNNAMED = "file"


def label_of(name: str) -> str:
    """`name` on one line, in NFC, without folders, control or direction characters, and fit for any file system.

    What is behind the last dot stays, and with it at most 120 bytes of UTF-8.
    """
    line = " ".join(as_signed(unicodedata.normalize("NFC", name)).split())
    fit = _UNFIT.sub("_", re.split(r"[/\\]", line)[-1]).strip(" .").lstrip("-")
    stem, dot, suffix = fit.rpartition(".")
    if not dot:
        stem, suffix = fit, ""
    if _RESERVED.fullmatch(stem.partition(".")[0].strip()):
        stem = f"_{stem}"
    end = (dot + suffix).encode()[: LONGEST_BYTES // 2].decode(errors="ignore")
    short = stem.encode()[: LONGEST_BYTES - len(end.encode())].decode(errors="ignore").rstrip(" .")
    return (short or _UNNAMED) + end
