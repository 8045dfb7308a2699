"""The verb about what is cited for answers; `evidence` is another one, about the server."""

import argparse
from dataclasses import replace
from typing import Any

from desktop_app.cli.profile import Report, nth, open_profile
from desktop_app.operations import citations
from desktop_app.operations.workspace import Workspace
from desktop_app.storage import citation_query
from desktop_app.storage.citation_query import Source
from roadmap_core.assessment.citations import Citation


def sources(asked: argparse.Namespace) -> Report:
    """Cites, cites again, or withdraws; then shows the register."""
    with open_profile(asked) as workspace:
        _change(workspace, asked)
        found = citation_query.register(workspace.store)
    lines = [_line(number, source) for number, source in enumerate(found.sources, 1)]
    lines.append(f"Answers with nothing cited: {len(found.unsupported)}")
    rows = [_fields(source) for source in found.sources]
    return Report("\n".join(lines), {"sources": rows, "grades": found.grades, "unsupported": list(found.unsupported)})


def _change(workspace: Workspace, asked: argparse.Namespace) -> None:
    known = citation_query.register(workspace.store).sources
    if asked.cite is not None:
        citations.cite(workspace, asked.question, _cited(asked, citations.new_citation(workspace, asked.cite)))
    elif asked.amend is not None:
        before = nth(known, asked.amend, "the register").citation
        citations.amend(workspace, before, _cited(asked, before))
    elif asked.again is not None:
        citations.cite(workspace, asked.question, nth(known, asked.again, "the register").citation)
    elif asked.withdraw is not None:
        source = nth(known, asked.withdraw, "the register")
        citations.withdraw(workspace, asked.question or source.questions, source.citation)


def _cited(asked: argparse.Namespace, citation: Citation) -> Citation:
    """`citation` with the fields that were named."""
    names = ("title", "kind", "publisher", "date", "reference", "section", "quotation", "language", "checked_by")
    return replace(citation, **{name: value for name in names if (value := getattr(asked, name)) is not None})


def _line(number: int, source: Source) -> str:
    return f"{number}. {source.citation.grade}  {source.citation.title}  ({', '.join(source.questions)})"


def _fields(source: Source) -> dict[str, Any]:
    cited = source.citation
    return {
        "key": cited.key.hex(),
        "title": cited.title,
        "kind": cited.kind,
        "publisher": cited.publisher,
        "date": cited.date,
        "reference": cited.reference,
        "section": cited.section,
        "quotation": cited.quotation,
        "language": cited.language,
        "checked_by": cited.checked_by,
        "grade": cited.grade,
        "questions": list(source.questions),
    }
