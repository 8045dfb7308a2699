"""Files beside the citations of one question: attached, taken off, fetched, copied, held back. No widgets."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop_app.errors import Words, describe, explain
from desktop_app.i18n import _
from desktop_app.operations import attachments
from desktop_app.operations.attachments import Place
from desktop_app.operations.changes import Changes
from desktop_app.operations.file_labels import label_of
from desktop_app.operations.workspace import Workspace
from desktop_app.presentation.arrival_words import in_bytes
from desktop_app.presentation.desk import Desk
from desktop_app.presentation.wording import isolated
from roadmap_core.assessment.attached import AttachedFile
from roadmap_core.assessment.citations import Citation

ABSENT = "E-ATTACH-ABSENT"


class Attaching(QObject):
    """`problem` is why the last wish could not be met; None while nothing is wrong.

    Signals:
        changed(): where the files are, or what is wrong.
        done(str): something a person wished was done; what to say of it.
    """

    changed = Signal()
    done = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._places: Mapping[bytes, Place] = {}
        self._own_problem: Words | None = None

    @property
    def problem(self) -> Words | None:
        """Of the last wish here; or what stands in the way of a file of this question that is to travel."""
        code = self._desk.line.file_problem
        if self._own_problem is not None or code in ("", ABSENT, "E-OFFLINE"):
            return self._own_problem
        return describe(code) if any(one.is_to_travel for one in self._places.values()) else None

    def look(self, cited: Iterable[Citation]) -> None:
        """Where the files of these citations are; nothing is asked where there is none."""
        files = tuple(one.file for one in cited if one.file is not None)
        if files:
            self._desk.ask(lambda _store: attachments.places(self._desk.workspace, files), self._take)

    def leave(self) -> None:
        """Another question is open now."""
        self._places, self._own_problem = {}, None

    def place(self, file: AttachedFile) -> Place | None:
        """Where it is; None until that is known."""
        return self._places.get(file.address)

    def words(self, file: AttachedFile) -> str:
        """The file's name, what it costs on the line, and where it is."""
        place = self.place(file)
        where = _where(place, file, self._desk.line.file_problem) if place is not None else ""
        parts = (isolated(label_of(file.label)), in_bytes(file.size), where)
        return " · ".join(part for part in parts if part)

    @staticmethod
    def copy_name(file: AttachedFile) -> str:
        """What a copy is to be called: the label came from elsewhere, and is no path."""
        return label_of(file.label)

    def attach(self, citation: Citation, path: Path) -> None:
        said = _("The file is attached, and saved on this computer.")
        self._act(lambda workspace: attachments.attach(workspace, citation, path), said)

    def detach(self, citation: Citation) -> None:
        self._act(lambda workspace: attachments.detach(workspace, citation), _("The file is no longer attached."))

    def fetch(self, citation: Citation) -> None:
        """Now, if there is a line; otherwise as soon as there is one."""
        said = _("The file was asked for. It comes after everything else.")
        self._act(lambda workspace: attachments.ask_for(workspace, citation), said)

    def hold_back(self, file: AttachedFile, *, is_held: bool) -> None:
        said = _("The file stays on this computer.") if is_held else _("The file waits to be sent.")
        self._act(lambda workspace: attachments.hold_back(workspace, file, is_held=is_held), said)

    def save_copy(self, citation: Citation, path: Path) -> None:
        def save(workspace: Workspace) -> Changes:
            attachments.save_copy(workspace, citation, path)
            return Changes()

        self._act(save, _("A copy was saved: {path}").format(path=isolated(str(path))))

    def _act(self, operation: Callable[[Workspace], Changes], said: str) -> None:
        def done() -> None:
            self._own_problem = None
            self.changed.emit()
            self.done.emit(said)

        self._desk.act(operation, done, self._failed)

    def _failed(self, error: Exception) -> None:
        self._own_problem = explain(error)
        self.changed.emit()

    def _take(self, places: Mapping[bytes, Place]) -> None:
        self._places = places
        self.changed.emit()


def _where(place: Place, file: AttachedFile, problem: str) -> str:
    if place.is_here:
        if place.state.is_sent:
            return _("here and with the server")
        if place.state.is_held:
            return _("held back on this computer")
        if place.state.sent_bytes:
            sent = in_bytes(place.state.sent_bytes)
            return _("{sent} of {size} sent").format(sent=isolated(sent), size=isolated(in_bytes(file.size)))
        return _("waits to be sent")
    if place.here_bytes:
        come = in_bytes(place.here_bytes)
        return _("{come} of {size} received").format(come=isolated(come), size=isolated(in_bytes(file.size)))
    if not place.state.is_wanted:
        return _("not on this computer")
    return _("asked for; the server doesn't have it yet") if problem == ABSENT else _("asked for")
