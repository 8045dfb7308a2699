"""What all views have in common: one widget that shows one view-model, built anew when the language changes."""

from typing import Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop_app.presentation.page import Page
from desktop_app.ui.widgets.scroll_page import ScrollPage

P = TypeVar("P", bound=Page)

MARGINS = (24, 18, 24, 24)


class View(QWidget, Generic[P]):
    """Override `refresh`; fill `body`, which scrolls, or call with `scrolls=False` and fill panes of your own."""

    def __init__(self, model: P, name: str, *, scrolls: bool = True) -> None:
        super().__init__()
        self.model = model
        self.setProperty("role", "page")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(*MARGINS)
        self.body.setSpacing(16)
        if scrolls:
            page = QWidget()
            page.setLayout(self.body)
            outer.addWidget(ScrollPage(page, name))
        else:
            outer.addLayout(self.body)
        model.changed.connect(self.refresh)

    def refresh(self) -> None:
        """Show the state of the view-model. Called whenever it changed."""
        raise NotImplementedError

    def settle(self) -> None:
        """Hand what was typed to the view-model: the view is about to be left or built anew."""

    def show_problem(self) -> None:
        """Bring into sight the words about what could not be saved; they may have been scrolled away."""

    def panes(self) -> tuple[QWidget, ...]:
        """The parts that F6 goes through, in the order of reading."""
        return (self,)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus, as people expect; Qt does so in dialogs only."""
        focus = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(focus, QPushButton):
            focus.click()
        else:
            super().keyPressEvent(event)

    def take_focus(self) -> None:
        """Put the focus where work begins."""
        tab = Qt.FocusPolicy.TabFocus
        for widget in self.findChildren(QWidget):
            takes_focus = widget.focusPolicy() & tab == tab and widget.isEnabled() and widget.isVisible()
            if takes_focus and not isinstance(widget, QScrollArea):
                widget.setFocus()
                return
