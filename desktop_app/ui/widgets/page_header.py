"""The head of a page: title, a line under it, and the page's actions, which go below when there is no room."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.ui.theme.icons import set_icon
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.heading import Heading
from desktop_app.ui.widgets.wrap_label import WrapLabel


class PageHeader(QWidget):
    """`add_action` makes a button; `add_widget` takes any other (a SegmentedChoice, a Pill)."""

    def __init__(self, title: str, subtitle: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._subtitle = Heading(title, level=1), WrapLabel(subtitle, "muted")
        self._beside = QWidget()
        title_row = FlowLayout(self._beside, gap=12, row_gap=4)
        title_row.addWidget(self._title)
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addWidget(self._beside)
        words.addWidget(self._subtitle)
        self._actions = QWidget()
        self._flow = FlowLayout(self._actions, gap=12)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(16)
        self._row.addLayout(words, 1)
        self._row.addWidget(self._actions, 0, Qt.AlignmentFlag.AlignVCenter)
        self._actions.hide()
        self.set_texts(title, subtitle)

    def set_texts(self, title: str, subtitle: str = "") -> None:
        self._title.setText(title)
        self._subtitle.setText(subtitle)
        self._subtitle.setVisible(bool(subtitle))
        self._turn()

    def add_beside_title(self, widget: QWidget) -> None:
        """A pill or a word on the line of the title."""
        layout = self._beside.layout()
        if layout is not None:
            layout.addWidget(widget)

    def add_action(self, text: str, role: str = "", icon_name: str = "") -> QPushButton:
        """A button; one of them at most with the role "primary"."""
        button = QPushButton(text)
        if role:
            button.setProperty("role", role)
        if icon_name:
            set_icon(button, icon_name, "on_accent" if role == "primary" else "ink_2")
        self.add_widget(button)
        return button

    def add_widget(self, widget: QWidget) -> None:
        self._flow.addWidget(widget)
        self._actions.show()
        self._turn()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._turn()

    def minimumSizeHint(self) -> QSize:
        """As narrow as the widest part: the actions go below rather than push the window wider."""
        widest = max(self._title.minimumSizeHint().width(), self._flow.minimumSize().width())
        return QSize(widest, super().minimumSizeHint().height())

    def _turn(self) -> None:
        """Actions beside the title while both fit in one line, else below it."""
        needed = self._title.sizeHint().width() + self._flow.sizeHint().width() + self._row.spacing()
        below = needed > self.width()
        direction = QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight
        if self._row.direction() != direction:
            self._row.setDirection(direction)
            self._row.setAlignment(self._actions, Qt.AlignmentFlag(0) if below else Qt.AlignmentFlag.AlignVCenter)
