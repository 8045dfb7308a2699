"""What the fields of a citation hold while somebody works on them, and the citation that this makes. No Qt."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from desktop_app.i18n import _
from desktop_app.presentation.answer_form import day_of
from roadmap_core import cbor
from roadmap_core.assessment.citations import Citation, Kind, citation_from_wire, citation_to_wire
from roadmap_core.entries.wording import as_signed

TEXTS = ("title", "publisher", "date", "reference", "section", "quotation", "language", "checked_by")
"""The fields that are typed."""
_DOCUMENT = ("title", "kind", "publisher", "date", "reference", "language")
"""Two citations that agree in these are of one document."""


@dataclass(frozen=True, slots=True)
class CitationForm:
    """Texts as they were typed.

    Attributes:
        at: the question that it is cited for.
        before: the citation that is amended; None for a new one.
        chosen: what is cited elsewhere already, and was taken up here.
    """

    at: str
    title: str = ""
    kind: str = str(Kind.OTHER)
    publisher: str = ""
    date: str = ""
    reference: str = ""
    section: str = ""
    quotation: str = ""
    language: str = ""
    checked_by: str = ""
    before: Citation | None = None
    chosen: Citation | None = None

    @property
    def is_begun(self) -> bool:
        """Whether it holds more than it was opened with."""
        opened = form_of(self.at, self.before) if self.before is not None else CitationForm(self.at)
        return self != replace(opened, before=self.before)

    @property
    def has_details(self) -> bool:
        """Whether a field behind the title holds something."""
        return any(getattr(self, name) for name in TEXTS[1:]) or self.kind != Kind.OTHER


def form_of(at: str, citation: Citation) -> CitationForm:
    """The form that shows a citation."""
    texts = {name: getattr(citation, name) for name in TEXTS}
    return CitationForm(at, kind=str(citation.kind), **texts)


def flaw_of(form: CitationForm) -> tuple[str, str]:
    """The field to look at and what it needs; both empty if the form makes a citation."""
    if not as_signed(form.title).strip():
        return "title", _("Write the title of the document, as it stands on it.")
    if form.date.strip() and day_of(form.date) is None:
        return "date", _("Write the day as year-month-day, such as 2026-03-31.")
    return "", ""


def citation_of(form: CitationForm, new_key: bytes) -> Citation:
    """The citation that a form makes; one that amends nothing and is of no document cited elsewhere gets `new_key`."""
    texts = {name: getattr(form, name).strip() for name in TEXTS}
    day = day_of(form.date)
    made = Citation(new_key, kind=form.kind, **{**texts, "date": day.isoformat() if day else texts["date"]})
    if form.before is not None:
        return replace(made, key=form.before.key, file=form.before.file)
    if form.chosen is not None and _document(made) == _document(form.chosen):
        return replace(made, key=form.chosen.key, file=form.chosen.file)
    return made


def half_of(form: CitationForm | None) -> dict[str, str]:
    """What to keep of a form that is begun, by field; empty where nothing is."""
    if form is None or not form.is_begun:
        return {}
    kept = {name: getattr(form, name) for name in ("at", "kind", *TEXTS)}
    for name, citation in (("before", form.before), ("chosen", form.chosen)):
        kept[name] = cbor.encode(citation_to_wire(citation)).hex() if citation is not None else ""
    return {name: text for name, text in kept.items() if text}


def form_of_half(half: Mapping[str, str]) -> CitationForm | None:
    """The form again; None where nothing was kept. Fields that a later program added are left out."""
    if "at" not in half:
        return None
    known = {field.name for field in fields(CitationForm)} - {"before", "chosen"}
    texts = {name: text for name, text in half.items() if name in known}
    return CitationForm(before=_citation(half.get("before", "")), chosen=_citation(half.get("chosen", "")), **texts)


def _citation(kept: str) -> Citation | None:
    return citation_from_wire(cbor.decode(bytes.fromhex(kept))) if kept else None


def _document(citation: Citation) -> tuple[str, ...]:
    return tuple(str(getattr(citation, name)) for name in _DOCUMENT)
