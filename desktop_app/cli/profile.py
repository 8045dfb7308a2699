"""Opening the profile that a verb works on, and what every verb gives back."""

import argparse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from desktop_app import paths
from desktop_app.cli.unlocking import unlock_of
from desktop_app.errors import AppError
from desktop_app.operations.answers import item_of
from desktop_app.operations.outbox import bring_back_if_older, level_now
from desktop_app.operations.profile_keys import keys_of
from desktop_app.operations.workspace import Workspace, open_workspace
from desktop_app.storage import queries
from desktop_app.storage.profile_lock import ProfileLock
from desktop_app.storage.views import QuestionView

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Report:
    """What a verb says: lines for people, fields for scripts, and the exit status."""

    text: str
    fields: dict[str, Any] = field(default_factory=dict)
    status: int = 0


@contextmanager
def open_profile(asked: argparse.Namespace, *, is_new: bool = False) -> Iterator[Workspace]:
    """The profile, for this process alone.

    Raises:
        AppError: E-NO-PROFILE unless it may be new, E-RUNNING, E-DAMAGED, E-NEWER; E-PASSPHRASE, E-KEYRING.
    """
    folder = folder_of(asked, is_new=is_new)
    with ProfileLock(folder):
        workspace = open_workspace(folder, keys=keys_of(folder, unlock_of(asked)))
        try:
            if not is_new and queries.city(workspace.store) is None:
                raise AppError("E-NO-PROFILE", path=str(folder))
            bring_back_if_older(workspace)
            yield workspace
            level_now(workspace)
        finally:
            workspace.close()


def folder_of(asked: argparse.Namespace, *, is_new: bool = False) -> Path:
    """The profile's folder. Raises AppError (E-NO-PROFILE) where it has to be there and isn't."""
    folder = Path(asked.profile) if asked.profile else paths.default_profile()
    if not is_new and not folder.is_dir():
        raise AppError("E-NO-PROFILE", path=str(folder))
    return folder


def question_view(workspace: Workspace, question_id: str) -> QuestionView:
    """The question as its page would show it. Raises AppError (E-QUESTION)."""
    item_of(workspace, question_id)
    return queries.question(workspace.store, question_id)


def nth(things: Sequence[T], place: int, what: str) -> T:
    """The thing at a place, from 1. Raises AppError (E-CHOICE)."""
    if not 1 <= place <= len(things):
        raise AppError("E-CHOICE", hint=f"{what} has {len(things)} to choose from.")
    return things[place - 1]
