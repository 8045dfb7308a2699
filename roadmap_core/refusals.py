"""Why something was not taken: a refusal is a value that callers must match, never an exception (faults.md)."""

from dataclasses import dataclass
from enum import StrEnum


class Code(StrEnum):
    """Stable identifiers, used on the wire, in logs and in tests. Meanings never change."""

    ALLIANCE = "E-ALLIANCE"
    ALLIANCE_DOC = "E-ALLIANCE-DOC"
    BODY = "E-BODY"
    BUNDLE = "E-BUNDLE"
    BUNDLE_CUT = "E-BUNDLE-CUT"
    BUNDLE_KEY = "E-BUNDLE-KEY"
    BUNDLE_SIZE = "E-BUNDLE-SIZE"
    CHAIN = "E-CHAIN"
    CITY = "E-CITY"
    DECODE = "E-DECODE"
    ENVELOPE = "E-ENVELOPE"
    EXPIRED = "E-EXPIRED"
    FORK = "E-FORK"
    HEAD = "E-HEAD"
    INVITE = "E-INVITE"
    KEY_WEAK = "E-KEY-WEAK"
    LIMIT = "E-LIMIT"
    LOG_KEY = "E-LOG-KEY"
    NEWER_ENTRY = "E-NEWER-ENTRY"
    NOT_ADMITTED = "E-NOT-ADMITTED"
    POSSESSION = "E-POSSESSION"
    POSTCARD = "E-POSTCARD"
    POSTCARD_CUT = "E-POSTCARD-CUT"
    POSTCARD_MIXED = "E-POSTCARD-MIXED"
    POSTCARD_SIZE = "E-POSTCARD-SIZE"
    REVOKED = "E-REVOKED"
    SCHEMA = "E-SCHEMA"
    SCOPE = "E-SCOPE"
    SIG = "E-SIG"
    SIZE = "E-SIZE"
    TEXT = "E-TEXT"
    TIME = "E-TIME"


@dataclass(frozen=True, slots=True)
class Refusal:
    """One thing that was not taken, and why.

    Attributes:
        code: the stable identifier.
        detail: for logs and developers, in English; never shown to people as it is.
    """

    code: Code
    detail: str = ""
