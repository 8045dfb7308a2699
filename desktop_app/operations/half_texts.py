"""Keeps what is half typed in other forms than those of questions, on this computer only."""

from collections.abc import Mapping

from desktop_app.errors import AppError
from desktop_app.operations.changes import Changes
from desktop_app.operations.workspace import Workspace
from desktop_app.storage import half_texts
from desktop_app.storage.engine import transaction


def keep_half_texts(workspace: Workspace, place: str, texts: Mapping[str, str]) -> Changes:
    """Keeps `texts` by field, or forgets them where there are none; `place` as in `storage.half_texts`.

    Raises:
        AppError: E-QUESTION.
    """
    with transaction(workspace.engine) as connection:
        assessment = workspace.city(connection).assessment
        try:
            half_texts.keep(workspace.store, connection, assessment, place, texts)
        except KeyError:
            raise AppError("E-QUESTION", question=place) from None
    return Changes()
