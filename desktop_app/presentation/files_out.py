"""Saving what others need as a file: packed on the database thread, written to the stick beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop_app.errors import Words, explain
from desktop_app.i18n import _, format_number, ngettext
from desktop_app.operations.bundles import writing
from desktop_app.operations.bundles.writing import Packed, Written
from desktop_app.operations.changes import Changes
from desktop_app.presentation.arrival_words import city_name, in_bytes
from desktop_app.presentation.desk import Desk
from desktop_app.presentation.wording import isolated

SUFFIX = ".roadmap"


def file_name(*parts: str) -> str:
    """A name for a file of today, without anything that a stick's file system refuses."""
    day = datetime.now(UTC).date().isoformat()
    return "-".join(part for part in ("waymark", *parts, day) if part) + SUFFIX


class FilesOut(QObject):
    """Signals:
        changed(): writing has begun, or ended.

    Attributes:
        is_busy: whether a file is being written.
        file: the one that was written last, or None.
        written: what is in it.
        problem: why it was not written, or None.
    """

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._beside = desk.background.beside()
        self.is_busy = False
        self.file: Path | None = None
        self.written: Written | None = None
        self.problem: Words | None = None

    def save(self, file: Path, cities: Sequence[str] | None = None, *, is_whole: bool = False) -> None:
        """Write what waits here, or what is carried for `cities`; all of this city if `is_whole`."""
        if self.is_busy:
            return
        named = file if file.suffix else file.with_name(file.name + SUFFIX)
        self.is_busy, self.file, self.written, self.problem = True, None, None, None
        self.changed.emit()
        workspace = self._desk.workspace
        self._desk.background.run(
            lambda: writing.pack(workspace, cities, is_whole=is_whole),
            lambda packed: self._write(packed, named),
            self._failed,
        )

    def forget(self) -> None:
        """Show nothing of the last file any more."""
        self.file, self.problem = None, None
        self.changed.emit()

    def close(self) -> None:
        """The profile is being closed: a file that is being written is finished first."""
        self._beside.close()

    def said(self) -> list[str]:
        """What the file that was written holds."""
        found = self.written
        if found is None:
            return []
        lines = [_updates(found.unconfirmed)] if found.unconfirmed else []
        lines += [_carried(city, count) for city, count in found.carried.items()]
        if found.receipts:
            words = ngettext(
                "{number} confirmation travels home.", "{number} confirmations travel home.", found.receipts
            )
            lines.append(words.format(number=format_number(found.receipts)))
        lines += _files(found)
        lines.append(
            _("Size: {size}. That it was saved doesn't say yet that anybody has it.").format(size=in_bytes(found.size))
        )
        return lines

    def _write(self, packed: Packed, file: Path) -> None:
        self._desk.bus.publish(Changes(outbox=True, connection=True))

        def done(_nothing: None) -> None:
            self.is_busy, self.file, self.written = False, file, packed.written
            self.changed.emit()

        self._beside.run(_writing(packed, file), done, self._failed)

    def _failed(self, error: Exception) -> None:
        self.is_busy, self.problem = False, explain(error)
        self.changed.emit()


def _writing(packed: Packed, file: Path) -> Callable[[], None]:
    return lambda: writing.write_packed(packed, file)


def _updates(count: int) -> str:
    words = ngettext(
        "{number} update of your city that isn't confirmed yet.",
        "{number} updates of your city that aren't confirmed yet.",
        count,
    )
    return words.format(number=format_number(count))


def _files(found: Written) -> list[str]:
    along = ngettext("{number} attached file goes along.", "{number} attached files go along.", found.files)
    left = ngettext(
        "There is no room for {number} attached file: it goes by line.",
        "There is no room for {number} attached files: they go by line.",
        found.left_files,
    )
    counted = ((along, found.files), (left, found.left_files))
    return [words.format(number=format_number(count)) for words, count in counted if count]


def _carried(city: str, count: int) -> str:
    words = ngettext("Carried for {city}: {number} update.", "Carried for {city}: {number} updates.", count)
    return words.format(city=isolated(city_name(city)), number=format_number(count))
