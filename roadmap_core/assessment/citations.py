"""What a city cites to show that an answer is true: a citation, its row in a list, and the grade that follows from it.

row = [title, key, kind, publisher, date, reference, section, quotation, language, checked by] or these and its file

Rows with the same key cite the same thing at several questions. A row without a file is written as ever, and one with
it is read by programs that know of none. A row may get more fields later: they are passed over.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from roadmap_core.assessment.attached import AttachedFile, file_from_wire, file_to_wire
from roadmap_core.cbor import Item

KEY_BYTES = 16
_FIELDS = 10
_ADDRESSES = ("https://", "http://")


class Kind(StrEnum):
    """What sort of thing is cited; the words are signed and never change."""

    LAW = "law"
    POLICY = "policy"
    DECISION = "decision"
    REPORT = "report"
    DATA = "data"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Citation:
    """What is cited. Every text but the title may be empty.

    Attributes:
        key: 16 random bytes, the same at every question that it supports.
        kind: a value of `Kind`, or one that a later version knows.
        date: of the document, a day like 2026-05-31.
        reference: an address on the web, a file number, a shelf.
        section: page, article or chapter.
        checked_by: the peer, auditor or reviewer who confirmed it.
        file: the document itself, where somebody attached it.
    """

    key: bytes
    title: str
    kind: str = Kind.OTHER
    publisher: str = ""
    date: str = ""
    reference: str = ""
    section: str = ""
    quotation: str = ""
    language: str = ""
    checked_by: str = ""
    file: AttachedFile | None = field(default=None, kw_only=True)

    @property
    def grade(self) -> str:
        """By the questionnaire's own rule: E3 confirmed, E2 public with address and date, E1 held by the city."""
        if self.checked_by:
            return "E3"
        return "E2" if self.date and self.reference.lower().startswith(_ADDRESSES) else "E1"


UNSUPPORTED = "E0"
"""The grade of an answer for which nothing is cited: the respondent says so."""


def citation_to_wire(cited: Citation) -> Item:
    """The row of this citation."""
    document = [cited.title, cited.key, str(cited.kind), cited.publisher, cited.date, cited.reference]
    row = [*document, cited.section, cited.quotation, cited.language, cited.checked_by]
    return row if cited.file is None else [*row, file_to_wire(cited.file)]


def citation_from_wire(row: Item) -> Citation | None:
    """The citation in a row; None for one that isn't of this form."""
    if type(row) is not list or len(row) < _FIELDS:
        return None
    title, key, *texts = row[:_FIELDS]
    if type(title) is not str or type(key) is not bytes or len(key) != KEY_BYTES:
        return None
    fit = [text for text in texts if type(text) is str]
    if len(fit) < len(texts):
        return None
    return Citation(key, title, *fit, file=file_from_wire(row[_FIELDS]) if len(row) > _FIELDS else None)
