"""Evidence: what is cited for answers. Rows of two computers stand side by side, and adding wins."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import fields, replace
from datetime import date
from typing import Any

from desktop_app.errors import AppError
from desktop_app.operations.answers import changes_of, item_of
from desktop_app.operations.changes import Changes
from desktop_app.operations.steps import one_step
from desktop_app.operations.texts import clean_text
from desktop_app.operations.workspace import Workspace
from desktop_app.storage import drafts, half_texts
from desktop_app.storage.citation_query import Cited, cited
from desktop_app.storage.drafts import Draft
from desktop_app.storage.engine import Connection, transaction
from desktop_app.storage.snapshot import Snapshot
from roadmap_core import cbor, limits
from roadmap_core.assessment.citations import KEY_BYTES, Citation, citation_to_wire
from roadmap_core.entries.facets import Facet
from roadmap_core.entries.identifiers import OpId, Register
from roadmap_core.entries.operations import OpCode


def new_citation(workspace: Workspace, title: str) -> Citation:
    """A citation of something that isn't cited anywhere yet; nothing is saved."""
    return Citation(workspace.random(KEY_BYTES), title)


def cite(workspace: Workspace, question_ids: Iterable[str], citation: Citation, begun_at: str | None = None) -> Changes:
    """Cites it for each of the questions; where it stands already, as it is, nothing changes.
    `begun_at` is the place (`half_texts.citing`) of a form that this ends, if it comes from one.

    Raises:
        AppError: E-SOURCE for an empty title, E-DATE, E-TOO-LONG, E-QUESTION.
    """
    fit, changes = _fit(citation), Changes()
    items = {question_id: item_of(workspace, question_id) for question_id in question_ids}
    with transaction(workspace.engine) as connection:
        _end(workspace, connection, begun_at)
        with _one_step(workspace, connection, items.values()):
            for question_id, item in items.items():
                changes |= _add_where_missing(workspace, connection, question_id, item, fit)
    return changes


def amend(
    workspace: Workspace, before: Citation, after: Citation, here: str | None = None, begun_at: str | None = None
) -> Changes:
    """Writes `after` in place of `before` at every question that cites it; `begun_at` and errors as for `cite`.

    `here` is a question that cites `after` in the end, also where a colleague took `before` away meanwhile.
    """
    fit, changes = replace(_fit(after), key=before.key), Changes()
    items = {question.id: workspace.catalogue.number(question.id) for question in workspace.instrument.questions}
    with transaction(workspace.engine) as connection:
        _end(workspace, connection, begun_at)
        if fit == before:
            return changes
        with _one_step(workspace, connection, items.values()):
            for question_id, item in items.items():
                if _withdraw(workspace, connection, question_id, item, before):
                    _add(workspace, connection, item, fit)
                    changes |= changes_of(workspace, question_id)
            if here is not None and not changes.questions:
                changes = _add_where_missing(workspace, connection, here, items[here], fit)
    return changes


def withdraw(workspace: Workspace, question_ids: Iterable[str], citation: Citation) -> Changes:
    """Cites it for these questions no more. Raises AppError (E-QUESTION)."""
    items, changes = {question_id: item_of(workspace, question_id) for question_id in question_ids}, Changes()
    with transaction(workspace.engine) as connection, _one_step(workspace, connection, items.values()):
        for question_id, item in items.items():
            if _withdraw(workspace, connection, question_id, item, citation):
                changes |= changes_of(workspace, question_id)
    return changes


def _one_step(workspace: Workspace, connection: Connection, items: Iterable[int]) -> AbstractContextManager[object]:
    return one_step(connection, [_register(workspace, connection, item) for item in items])


def _end(workspace: Workspace, connection: Connection, begun_at: str | None) -> None:
    """What was begun is begun no more."""
    if begun_at is not None:
        half_texts.keep(workspace.store, connection, workspace.city(connection).assessment, begun_at, {})


def _withdraw(workspace: Workspace, connection: Connection, question_id: str, item: int, citation: Citation) -> bool:
    """Removes the rows that were seen; those that were never sealed leave no trace."""
    rows = [row for row in _rows(workspace, connection, question_id, item) if row.citation == citation]
    register = _register(workspace, connection, item)
    value = cbor.encode(citation_to_wire(citation))
    kept = drafts.in_list(drafts.every(connection), register)
    drafts.drop(connection, [draft for draft in kept if draft.value == value])
    drafts.note_saved(connection, workspace.clock())
    seen = tuple(row.op for row in rows if row.op is not None)[: limits.PREDECESSORS_PER_OPERATION]
    if seen:
        _save(workspace, connection, OpCode.REMOVE_ROWS, register, None, seen)
    return bool(rows)


def _rows(workspace: Workspace, connection: Connection, question_id: str, item: int) -> tuple[Cited, ...]:
    return cited(Snapshot.take(workspace.store, connection, items=(item,)), question_id)


def _add_where_missing(
    workspace: Workspace, connection: Connection, question_id: str, item: int, citation: Citation
) -> Changes:
    if any(row.citation == citation for row in _rows(workspace, connection, question_id, item)):
        return Changes()
    _add(workspace, connection, item, citation)
    return changes_of(workspace, question_id)


def _add(workspace: Workspace, connection: Connection, item: int, citation: Citation) -> None:
    row = cbor.encode(citation_to_wire(citation))
    _save(workspace, connection, OpCode.ADD_ROW, _register(workspace, connection, item), row, ())


def _save(
    workspace: Workspace,
    connection: Connection,
    code: OpCode,
    register: Register,
    value: bytes | None,
    seen: tuple[OpId, ...],
) -> None:
    author = workspace.city(connection).official_number
    drafts.save(connection, Draft(code, register, value, seen, author, workspace.clock()))


def _register(workspace: Workspace, connection: Connection, item: int) -> Register:
    return Register(workspace.city(connection).assessment, item, int(Facet.EVIDENCE))


def _fit(citation: Citation) -> Citation:
    """The citation as it can be signed. Raises AppError (E-SOURCE, E-DATE, E-TOO-LONG)."""
    names = [field.name for field in fields(citation) if field.name not in ("key", "kind", "quotation", "file")]
    texts: dict[str, Any] = {name: clean_text(getattr(citation, name), limits.NAME_CHARACTERS) for name in names}
    if not texts["title"]:
        raise AppError("E-SOURCE")
    if texts["date"]:
        texts["date"] = _day(texts["date"])
    return replace(citation, quotation=clean_text(citation.quotation), kind=str(citation.kind), **texts)


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise AppError("E-DATE") from error
