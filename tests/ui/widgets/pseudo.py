"""Two invented languages: one that is longer than English, one that runs from right to left."""

import re

HOLE = re.compile(r"(\{[^}]*\})")
LONG = str.maketrans("aeiou", "àéîöü")
ARABIC = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ابجدهوزحطيكلمنسعفصقرشتثخذض")
PADDING = " one two three four five six seven eight nine ten"


def longer(text: str) -> str:
    """Accented and two fifths longer, in brackets that show where a text is cut."""
    body = "".join(part if HOLE.fullmatch(part) else part.translate(LONG) for part in HOLE.split(text))
    return f"[{body}{PADDING[: max(3, len(text) * 2 // 5)]}]"


def mirrored(text: str) -> str:
    """In Arabic letters."""
    return "".join(part if HOLE.fullmatch(part) else part.lower().translate(ARABIC) for part in HOLE.split(text))
