"""One answer of several as a card: the key that chooses it, a bold label, and what it means, all wrapping."""

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QRadioButton, QSizePolicy, QWidget

from desktop_app.ui.theme.tokens import current
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.icon_label import IconLabel
from desktop_app.ui.widgets.key_badge import KeyBadge
from desktop_app.ui.widgets.told import Told
from desktop_app.ui.widgets.wrap_label import WrapLabel


class ChoiceCard(QRadioButton):
    """A radio button to keyboard and screen reader; QRadioButton's own text never wraps.

    The chosen one has a filled key, a check and a thicker border: not colour alone.
    """

    def __init__(self, label: str, meaning: str = "", key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._badge = KeyBadge(key, self)
        self._label, self._meaning = WrapLabel("", "strong"), WrapLabel("", "muted")
        self._check = IconLabel("check", "accent_ink", 1.0)
        words = QWidget()
        flow = FlowLayout(words, gap=8, row_gap=0)
        flow.addWidget(self._label)
        flow.addWidget(self._meaning)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 9, 14, 9)
        layout.setSpacing(12)
        self._badge.setHidden(not key)
        layout.addWidget(self._badge, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(words, 1, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self._check, 0, Qt.AlignmentFlag.AlignVCenter)
        for part in self.findChildren(QWidget):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        for text in (self._label, self._meaning):
            text.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMouseTracking(True)
        self.told = Told(self)
        self.toggled.connect(self._show_checked)
        self._show_checked()
        self.set_texts(label, meaning)

    def set_texts(self, label: str, meaning: str = "") -> None:
        self._label.setText(label)
        self._meaning.setText(meaning)
        self._meaning.setVisible(bool(meaning))
        self.setAccessibleName(label)
        self.setAccessibleDescription(meaning)

    def label(self) -> str:
        return self._label.text()

    def key(self) -> str:
        return self._badge.text()

    def hitButton(self, position: QPoint) -> bool:
        return self.rect().contains(position)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        layout = self.layout()
        return max(40, layout.totalHeightForWidth(width)) if layout is not None else 40

    def sizeHint(self) -> QSize:
        layout = self.layout()
        hint = layout.totalSizeHint() if layout is not None else QSize()
        return QSize(hint.width(), max(40, hint.height()))

    def minimumSizeHint(self) -> QSize:
        layout = self.layout()
        least = layout.totalMinimumSize() if layout is not None else QSize()
        return QSize(least.width(), max(40, least.height()))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide = 2 if self.isChecked() else 1
        edge = tokens.accent if self.isChecked() else tokens.edge_soft
        ground = tokens.accent_soft if self.isChecked() else tokens.card
        if self.underMouse() and self.isEnabled() and not self.isChecked():
            edge, ground = tokens.edge, tokens.hover
        if not self.isEnabled():
            ground = tokens.ground
        painter.setPen(QPen(QColor(edge), wide))
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(wide / 2, wide / 2, -wide / 2, -wide / 2), 10, 10)

    def _show_checked(self) -> None:
        policy = self._check.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # else the words wrap anew when the check appears
        self._check.setSizePolicy(policy)
        self._check.setVisible(self.isChecked())
        self._badge.set_filled(filled=self.isChecked())
        self.update()
