"""A white card with a title, an optional line under it, actions at its far end, and a body."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.ui.widgets.heading import Heading
from desktop_app.ui.widgets.restyle import set_style_property
from desktop_app.ui.widgets.wrap_label import WrapLabel


class Card(QFrame):
    """`body` is the layout to fill; `add` puts a widget there."""

    def __init__(self, title: str = "", subtitle: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(18, 16, 18, 16)
        outer.setSpacing(10)
        self._title = Heading(title, level=2)
        self._subtitle = WrapLabel(subtitle, "caption")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._subtitle)
        self._head = QHBoxLayout()
        self._head.setSpacing(8)
        self._head.addLayout(words, 1)
        outer.addLayout(self._head)
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        outer.addLayout(self.body, 1)
        self.set_texts(title, subtitle)

    def set_texts(self, title: str, subtitle: str = "") -> None:
        self._title.setText(title)
        self._title.setVisible(bool(title))
        self._subtitle.setText(subtitle)
        self._subtitle.setVisible(bool(subtitle))

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        self.body.addWidget(widget, stretch)

    def add_action(self, widget: QWidget) -> None:
        """A button or pill at the far end of the title."""
        self._head.addWidget(widget)

    def set_chosen(self, *, chosen: bool) -> None:
        """The accent border of the one that is chosen; say it in words too."""
        set_style_property(self, "chosen", "true" if chosen else "false")
