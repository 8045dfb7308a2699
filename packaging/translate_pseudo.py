"""Two languages that nobody speaks, made from English, so that tests see what no English screen shows.

en_XA has accents, brackets and 40 % more letters: a text that is hard-coded or cut is seen at once. ar_XB runs from
right to left, word by word. Holes, markup, addresses and mnemonics stay what they are.
"""

import re
from collections.abc import Callable

_ACCENTS = str.maketrans("AaBbCcDdEeGgHhIiKkLlNnOoRrSsTtUuWwYyZz", "ÅåƁƀÇçÐðÉéĜĝĤĥÎîĶķĻļÑñÖöŔŕŠšŢţÛûŴŵÝýŽž")
# `&X` is kept together as one piece: else the mnemonic lands on the control character before the letter.
_KEPT = re.compile(r"(\{\{|\}\}|\{[^{}]*\}|</?[A-Za-z][^<>]*>|&&|&\w|https?://\S+)")
_WORD = re.compile(r"[^\W\d_]+")
_PADDING = "one two three four five six seven eight nine ten "
_RLM, _RLO, _PDF = "\u200f", "\u202e", "\u202c"


def accented(text: str) -> str:
    """`Save {name}` -> `[Šåṽé {name} one]`: as long as German or Finnish would be."""
    head, body, tail = _split_edges(text)
    if not body:
        return text
    changed = "".join(piece if _KEPT.fullmatch(piece) else piece.translate(_ACCENTS) for piece in _KEPT.split(body))
    extra = max(3, round(len(body) * (0.6 if len(body) < 20 else 0.4)))
    padding = (_PADDING * (extra // len(_PADDING) + 1))[:extra].rstrip()
    return f"{head}[{changed} {padding}]{tail}"


def mirrored(text: str) -> str:
    """Every word in a right-to-left override, the whole begun with a right-to-left mark."""
    head, body, tail = _split_edges(text)
    if not body:
        return text
    changed = "".join(piece if _KEPT.fullmatch(piece) else _WORD.sub(_override, piece) for piece in _KEPT.split(body))
    return f"{head}{_RLM}{changed}{tail}"


PSEUDO_LANGUAGES: dict[str, Callable[[str], str]] = {"en_XA": accented, "ar_XB": mirrored}


def _override(word: re.Match[str]) -> str:
    return f"{_RLO}{word.group()}{_PDF}"


def _split_edges(text: str) -> tuple[str, str, str]:
    body = text.strip()
    start = text.find(body) if body else len(text)
    return text[:start], body, text[start + len(body) :]
