"""What assistive technology is told beyond what Qt knows by itself: roles, marks of a picture, announcements."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleInterface,
    QWindow,
)
from PySide6.QtWidgets import QAccessibleWidget, QLabel, QWidget

_ROLE = "accessible_role"


class Mark(Protocol):
    """One part of a picture that can be read by itself."""

    @property
    def text(self) -> str: ...


@runtime_checkable
class Marked(Protocol):
    """A widget that paints marks and takes the focus for them."""

    def marks(self) -> Sequence[Mark]: ...
    def mark_at(self) -> int: ...
    def mark_rect(self, index: int) -> QRect: ...


def set_role(widget: QWidget, role: QAccessible.Role) -> None:
    """Tell what the widget is: Heading, List, Graphic; before it is shown."""
    _install()
    widget.setProperty(_ROLE, role.value)


def announce(widget: QWidget, text: str, *, urgent: bool = False) -> None:
    """Have a screen reader say it without moving the focus; `urgent` only when work may be lost."""
    event = QAccessibleAnnouncementEvent(widget, text)
    politeness = QAccessible.AnnouncementPoliteness
    event.setPoliteness(politeness.Assertive if urgent else politeness.Polite)
    QAccessible.updateAccessibility(event)


class _Described(QAccessibleWidget):
    """A widget with a role of our choice; a label's text is its name."""

    def __init__(self, widget: QWidget, role: QAccessible.Role) -> None:
        super().__init__(widget, role)
        self._widget = widget
        self._marks: dict[int, _MarkInterface] = {}

    def text(self, kind: QAccessible.Text) -> str:
        if kind == QAccessible.Text.Name and not self._widget.accessibleName() and isinstance(self._widget, QLabel):
            return self._widget.text()
        return str(super().text(kind))

    def childCount(self) -> int:
        return len(self._widget.marks()) if isinstance(self._widget, Marked) else int(super().childCount())

    def child(self, index: int) -> QAccessibleInterface:
        if not isinstance(self._widget, Marked):
            return super().child(index)
        if index not in self._marks:
            self._marks[index] = _MarkInterface(self, self._widget, index)
        return self._marks[index]

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return child.index if isinstance(child, _MarkInterface) else int(super().indexOfChild(child))


class _MarkInterface(QAccessibleInterface):
    """One mark as a child: its sentence is its name."""

    def __init__(self, above: _Described, widget: QWidget, index: int) -> None:
        super().__init__()
        self._above, self._widget, self.index = above, widget, index

    def isValid(self) -> bool:  # noqa: N802 - Qt's name
        return isinstance(self._widget, Marked) and self.index < len(self._widget.marks())

    def object(self) -> QObject | None:  # type: ignore[override]  # Qt allows a part without a QObject
        return None

    def window(self) -> QWindow:
        return self._widget.window().windowHandle()

    def parent(self) -> QAccessibleInterface:
        return self._above

    def childCount(self) -> int:
        return 0

    def child(self, _index: int) -> QAccessibleInterface | None:  # type: ignore[override]  # none inside a mark
        return None

    def childAt(self, _x: int, _y: int) -> QAccessibleInterface | None:  # type: ignore[override]  # as child
        return None

    def indexOfChild(self, _child: QAccessibleInterface) -> int:
        return -1

    def rect(self) -> QRect:
        if not isinstance(self._widget, Marked):
            return QRect()
        local = self._widget.mark_rect(self.index)
        return QRect(self._widget.mapToGlobal(local.topLeft()), local.size())

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.ListItem

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        state.focusable = True
        here = isinstance(self._widget, Marked) and self._widget.mark_at() == self.index
        state.focused = here and self._widget.hasFocus()
        return state

    def text(self, kind: QAccessible.Text) -> str:
        if kind != QAccessible.Text.Name or not isinstance(self._widget, Marked) or not self.isValid():
            return ""
        return self._widget.marks()[self.index].text

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """A mark is read only."""


_interfaces: dict[int, _Described] = {}  # Qt holds no reference that keeps a Python interface alive


def _install() -> None:
    if not _Factory.installed:
        _Factory.installed = True
        QAccessible.installFactory(_made)


class _Factory:
    installed = False


def _made(_class_name: str, made_for: QObject) -> QAccessibleInterface | None:
    if not isinstance(made_for, QWidget) or made_for.property(_ROLE) is None:
        return None
    interface = _Described(made_for, QAccessible.Role(made_for.property(_ROLE)))
    key = id(made_for)
    _interfaces[key] = interface
    made_for.destroyed.connect(lambda: _interfaces.pop(key, None))
    return interface
