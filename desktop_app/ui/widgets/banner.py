"""A notice inside the page: what is the case and the one or two things that can be done. Never pops up."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.ui.theme.tokens import Tone
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.icon_label import IconLabel
from desktop_app.ui.widgets.restyle import set_style_property
from desktop_app.ui.widgets.wrap_label import WrapLabel

_ICON: dict[Tone, str] = {"neutral": "info", "info": "info", "good": "check", "warn": "warning", "bad": "error"}
_COLOUR: dict[Tone, str] = {"neutral": "ink_2", "info": "accent_ink", "good": "good", "warn": "warn", "bad": "bad"}


class Banner(QFrame):
    """`icon_name` "" takes the icon of the tone."""

    def __init__(
        self, title: str, text: str = "", tone: Tone = "info", icon_name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("tone", tone)
        self._icon = IconLabel(icon_name or _ICON[tone], _COLOUR[tone])
        self._icon_name = icon_name
        self._title, self._text = WrapLabel(title, "strong"), WrapLabel(text)
        self._actions = QWidget()
        FlowLayout(self._actions, gap=8).setContentsMargins(0, 8, 0, 2)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._text)
        words.addWidget(self._actions)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 11, 14, 11)
        row.setSpacing(12)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self._actions.hide()
        self.set_texts(title, text)

    def set_texts(self, title: str, text: str = "") -> None:
        self._title.setText(title)
        self._title.setVisible(bool(title))
        self._text.setText(text)
        self._text.setVisible(bool(text))

    def set_tone(self, tone: Tone) -> None:
        self._icon.set_icon(self._icon_name or _ICON[tone], _COLOUR[tone])
        set_style_property(self, "tone", tone)

    def add_action(self, text: str, triggered: Callable[[], None], role: str = "") -> QPushButton:
        """A button; `role` "primary" for the one that is advised."""
        button = QPushButton(text)
        if role:
            button.setProperty("role", role)
        button.clicked.connect(lambda _checked=False: triggered())
        layout = self._actions.layout()
        if layout is not None:
            layout.addWidget(button)
        self._actions.show()
        return button
