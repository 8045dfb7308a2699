"""What is cited, in the reader's words: kinds, grades, one line for a citation. Texts only, no Qt."""

from desktop_app.i18n import _, format_date, format_number, ngettext
from desktop_app.presentation import wording
from desktop_app.presentation.answer_form import day_of
from desktop_app.presentation.wording import isolated
from roadmap_core.assessment.citations import Citation, Kind
from roadmap_core.instrument.model import Instrument


def kind_word(kind: str) -> str:
    """A kind that a later version knows is "other" here."""
    words = {
        Kind.LAW: _("Law or ordinance"),
        Kind.POLICY: _("Policy or plan"),
        Kind.DECISION: _("Decision or minutes"),
        Kind.REPORT: _("Report or audit"),
        Kind.DATA: _("Data or figures"),
    }
    return words.get(Kind(kind), _("Other document")) if kind in set(Kind) else _("Other document")


def grade_words(instrument: Instrument, grade: str) -> str:
    """The grade with its name: "E2 Public"."""
    return _("{grade} {name}").format(grade=grade, name=wording.grade_name(instrument, grade))


def detail(citation: Citation) -> str:
    """What stands below the title: page, publisher, day; empty if none of them is known."""
    day = day_of(citation.date)
    parts = (citation.section, citation.publisher, format_date(day) if day else citation.date)
    return " · ".join(isolated(part) for part in parts if part)


def used_at(count: int) -> str:
    """At how many questions something is cited."""
    return ngettext("at {number} question", "at {number} questions", count).format(number=format_number(count))


def particulars(citation: Citation) -> tuple[tuple[str, str], ...]:
    """Everything else that is known of it, name by name, in the order of the form."""
    day = day_of(citation.date)
    every = (
        (_("Kind"), kind_word(citation.kind)),
        (_("Publisher"), citation.publisher),
        (_("Day of the document"), format_date(day) if day else citation.date),
        (_("Address on the web, or where it is kept"), citation.reference),
        (_("Page, article or chapter"), citation.section),
        (_("Quotation"), citation.quotation),
        (_("Language of the document"), citation.language),
        (_("Who confirmed it?"), citation.checked_by),
        (_("Attached file"), citation.file.label if citation.file is not None else ""),
    )
    return tuple(pair for pair in every if pair[1])
