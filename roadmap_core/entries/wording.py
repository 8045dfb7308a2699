"""Texts as a writer signs them: normalised, and without what every reader refuses (faults.md, rows 13, 15 and 16)."""

import re
import unicodedata

_LINE_END = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_REFUSED = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff\U000e0000-\U000e007f]"
)


def as_signed(text: str) -> str:
    """`text` in Unicode's form NFC, lines ended by line feeds, tabs as spaces, without what `cbor.decode` refuses.

    Pasted text is full of zero-width spaces, and one of them would stop a whole entry from being sealed.
    """
    return unicodedata.normalize("NFC", _REFUSED.sub("", _LINE_END.sub("\n", text).replace("\t", " ")))
