"""Works the window as a person does: mouse clicks and key presses on real widgets."""

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.presentation.question_page import QuestionPage
from desktop_app.program import Program
from desktop_app.storage import queries
from desktop_app.storage.store import Store
from desktop_app.storage.views import QuestionView as Stored
from desktop_app.ui.assessment.question_view import QuestionView
from desktop_app.ui.shell.main_window import MainWindow
from desktop_app.ui.start.start_view import StartView


def press(widget: QWidget, text: str) -> None:
    """Type a text. QTest.keyClicks knows ASCII only and aborts at anything else."""
    for letter in text:
        if letter.isascii():
            QTest.keyClicks(widget, letter)
        else:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, letter)
                QApplication.sendEvent(widget, event)


class Driver:
    """One running program."""

    def __init__(self, qtbot: QtBot, program: Program) -> None:
        self.qtbot, self.program = qtbot, program
        self.expects_incident = False

    @property
    def is_running(self) -> bool:
        return shiboken6.isValid(self.window)

    @property
    def window(self) -> MainWindow:
        return self.program.window

    @property
    def view(self) -> QWidget:
        pages = self.program.frame.pages
        assert pages is not None
        view = pages.view
        assert view is not None
        return view

    @property
    def start_page(self) -> StartView:
        assert isinstance(self.view, StartView)
        return self.view

    @property
    def question(self) -> QuestionView:
        assert isinstance(self.view, QuestionView), self.view
        return self.view

    @property
    def page(self) -> QuestionPage:
        return self.question.model

    @property
    def store(self) -> Store:
        assert self.program.opened is not None
        return self.program.opened.workspace.store

    def stored(self, question_id: str) -> Stored:
        return queries.question(self.store, question_id)

    def begin(self, city: str, official: str) -> None:
        """The first start, by mouse and keyboard."""
        page = self.start_page
        self.type(page.city_box.search, city.split("-", maxsplit=1)[0])
        cities = page.city_box.list
        assert len(cities.texts()) == 1
        row = cities.visualRect(cities.model().index(0, 0))
        QTest.mouseClick(cities.viewport(), Qt.MouseButton.LeftButton, pos=row.center())
        self.type(page.official, official)
        self.click(page.begin_button)

    def go(self, question_id: str) -> None:
        self.page.go(question_id)
        self.events()

    def key(self, key: str | Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is."""
        focus = QApplication.focusWidget() or self.window
        if isinstance(key, str):
            press(focus, key)
        else:
            QTest.keyClick(focus, key, modifier)
        self.events()

    def type(self, widget: QWidget, text: str) -> None:
        widget.setFocus()
        press(widget, text)
        self.events()

    def click(self, widget: QWidget) -> None:
        assert widget.isVisible(), f"not on the screen: {widget}"
        QTest.mouseClick(
            widget, Qt.MouseButton.LeftButton, pos=QPoint(widget.width() // 2, min(widget.height() // 2, 20))
        )
        self.events()

    def button(self, text: str) -> QAbstractButton:
        found = [
            b
            for b in self.window.findChildren(QAbstractButton)
            if text in (b.text(), b.accessibleName()) and b.isVisible()
        ]
        assert len(found) == 1, f"{len(found)} buttons say {text!r}"
        return found[0]

    def texts(self) -> list[str]:
        """Every text on the screen."""
        return [label.text() for label in self.window.findChildren(QLabel) if label.isVisible() and label.text()]

    def says(self, part: str) -> bool:
        return any(part in text for text in self.texts())

    def events(self) -> None:
        for _ in range(3):
            QApplication.processEvents()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def quit(self) -> None:
        if shiboken6.isValid(self.window):
            self.window.close()
            self.program.close()
            self.window.deleteLater()
            self.events()
