"""A status in a word, with a shape and a soft colour."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from desktop_app.ui.theme.tokens import Tone
from desktop_app.ui.widgets.restyle import set_style_property
from desktop_app.ui.widgets.shape import FORM_OF_TONE, Form, Shape

COLOUR_OF_TONE: dict[Tone, str] = {
    "neutral": "ink_2",
    "info": "accent_ink",
    "good": "good",
    "warn": "warn",
    "bad": "bad",
}


class Pill(QFrame):
    """`form` None takes the form of the tone; "dot" and the like override it; `plain=True` leaves it away."""

    def __init__(
        self,
        text: str,
        tone: Tone = "neutral",
        form: Form | None = None,
        parent: QWidget | None = None,
        *,
        plain: bool = False,
    ) -> None:
        super().__init__(parent)
        self._shape = Shape(form or FORM_OF_TONE[tone], COLOUR_OF_TONE[tone], self)
        self._shape.setVisible(not plain)
        self._label = QLabel(text, self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 3, 8, 3)
        layout.setSpacing(6)
        layout.addWidget(self._shape)
        layout.addWidget(self._label)
        self.setProperty("tone", tone)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        return self._label.text()

    def set_status(self, text: str, tone: Tone, form: Form | None = None) -> None:
        self._label.setText(text)
        self._shape.set_shape(form or FORM_OF_TONE[tone], COLOUR_OF_TONE[tone])
        set_style_property(self, "tone", tone)
