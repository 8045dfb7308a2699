"""The navigation at the side: rows with an icon, a word and a counter; one Tab stop, arrow keys inside."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.ui.theme.icons import pixmap
from desktop_app.ui.theme.tokens import TYPE_SMALL, current
from desktop_app.ui.widgets.measure import letters
from desktop_app.ui.widgets.told import Told
from desktop_app.ui.widgets.wrap_label import WrapLabel

WIDTH_LETTERS, WIDTH_SHARE = 38, 0.3
_PAD, _GAP = 12, 10
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


@dataclass(frozen=True, slots=True)
class NavText:
    """One page: `key` is its name in the program. `section` starts a group with this heading above it."""

    key: str
    text: str
    icon_name: str = ""
    section: str = ""


class NavItem(QPushButton):
    """One row. The counter's sentence ("4 wait") is read after the word."""

    def __init__(self, entry: NavText, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = entry.key
        self._icon_name = entry.icon_name
        self._count, self._count_words = "", ""
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.told = Told(self)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_label(entry.text)

    def set_label(self, text: str) -> None:
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(text)
        self.updateGeometry()

    def set_count(self, count: str, words: str = "") -> None:
        """A short number at the far end; "" takes it away. `words` say what it counts."""
        self._count, self._count_words = count, words
        self.setAccessibleDescription(words)
        self.setToolTip(words)
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        lines = self._metrics().boundingRect(self._words_rect(width), self._flags(), self._words())
        return max(38, lines.height() + 18)

    def sizeHint(self) -> QSize:
        wide = self._metrics().horizontalAdvance(self._words()) + self._taken() + 2 * _PAD + 2
        return QSize(wide, self.heightForWidth(max(wide, self.width())))

    def minimumSizeHint(self) -> QSize:
        longest = max((self._metrics().horizontalAdvance(word) for word in self._words().split()), default=0)
        return QSize(longest + self._taken() + 2 * _PAD + 2, 38)

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        if chosen or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.accent_soft if chosen else tokens.hover))
            painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
        ink = tokens.accent_ink if chosen else tokens.ink_2
        self._paint_icon(painter, ink)
        self._paint_count(painter)
        painter.setFont(self._word_font(bold=chosen))
        painter.setPen(QColor(ink))
        box = self._words_rect(self.width())
        box.setHeight(self.height())
        painter.drawText(self._mirrored(box), self._flags(), self._words())

    def _paint_icon(self, painter: QPainter, ink: str) -> None:
        if self._icon_name:
            side = self._icon_side()
            box = QRect(_PAD, (self.height() - side) // 2, side, side)
            painter.drawPixmap(self._mirrored(box), pixmap(self._icon_name, ink, side))

    def _paint_count(self, painter: QPainter) -> None:
        if not self._count:
            return
        tokens = current()
        painter.setFont(_small(self.font()))
        wide, high = self._count_width(), painter.fontMetrics().height() + 4
        box = self._mirrored(QRect(self.width() - _PAD - wide, (self.height() - high) // 2, wide, high))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.warn_soft))
        painter.drawRoundedRect(QRectF(box), high / 2, high / 2)
        painter.setPen(QColor(tokens.warn))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._count)

    def _words(self) -> str:
        return self.text().replace("&&", "&")

    def _words_rect(self, width: int) -> QRect:
        start = _PAD + (self._icon_side() + _GAP if self._icon_name else 0)
        end = _PAD + (self._count_width() + _GAP if self._count else 0)
        return QRect(start, 0, max(1, width - start - end), 10_000)

    def _taken(self) -> int:
        """Width that is not for words."""
        icon = self._icon_side() + _GAP if self._icon_name else 0
        return icon + (self._count_width() + _GAP if self._count else 0)

    def _icon_side(self) -> int:
        return round(self.fontMetrics().height() * 1.1)

    def _count_width(self) -> int:
        metrics = QFontMetrics(_small(self.font()))
        return max(metrics.horizontalAdvance(self._count) + 14, metrics.height() + 4)

    def _metrics(self) -> QFontMetrics:
        """The bold face in either state, so that the row doesn't wrap anew when it is chosen."""
        return QFontMetrics(self._word_font(bold=True))

    def _word_font(self, *, bold: bool) -> QFont:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        return font

    def _flags(self) -> int:
        side = Qt.AlignmentFlag.AlignRight if self._rtl() else Qt.AlignmentFlag.AlignLeft
        absolute = side | Qt.AlignmentFlag.AlignAbsolute  # else a right-to-left program turns it round
        return (absolute | Qt.AlignmentFlag.AlignVCenter).value | Qt.TextFlag.TextWordWrap.value

    def _rtl(self) -> bool:
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def _mirrored(self, box: QRect) -> QRect:
        return QRect(self.width() - box.right() - 1, box.y(), box.width(), box.height()) if self._rtl() else box


class NavList(QFrame):
    """Up and Down move the focus, Enter or Space opens. Tab goes in at the page that is open.

    Signals:
        page_chosen(str): the key of the row that a person opened.
    """

    page_chosen = Signal(str)

    def __init__(self, name: str, entries: Sequence[NavText] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._items: dict[str, NavItem] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(10, 14, 10, 14)
        self._layout.setSpacing(2)
        self.set_entries(entries)

    def set_entries(self, entries: Sequence[NavText]) -> None:
        """Replace all rows (also for another language); the open page stays open if it is still there."""
        opened = self.current_key()
        while (item := self._layout.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.setParent(None)
                old.deleteLater()
        self._items = {}
        for entry in entries:
            self._add(entry)
        self._layout.addStretch(1)
        self.set_current(opened if opened in self._items else next(iter(self._items), ""))

    def current_key(self) -> str:
        return next((key for key, item in self._items.items() if item.isChecked()), "")

    def set_current(self, key: str) -> None:
        """Mark the page that is open; sends no signal."""
        if key in self._items:
            self._items[key].told.show(checked=True)
            for other, item in self._items.items():
                item.setFocusPolicy(Qt.FocusPolicy.StrongFocus if other == key else Qt.FocusPolicy.ClickFocus)

    def set_count(self, key: str, count: str, words: str = "") -> None:
        """Raises KeyError for a key that has no row."""
        self._items[key].set_count(count, words)

    def item(self, key: str) -> NavItem:
        return self._items[key]

    def sizeHint(self) -> QSize:
        """Wide enough for most words in one line, but at large text no more than its share of the window."""
        hint = super().sizeHint()
        wide = min(letters(self, WIDTH_LETTERS), round(self.window().width() * WIDTH_SHARE))
        return QSize(max(self.minimumSizeHint().width(), wide), hint.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused = self.focusWidget()
        items = list(self._items.values())
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or not isinstance(focused, NavItem) or focused not in items:
            super().keyPressEvent(event)
            return
        items[(items.index(focused) + step) % len(items)].setFocus(Qt.FocusReason.TabFocusReason)

    def eventFilter(self, watched: QWidget, event: QEvent) -> bool:  # type: ignore[override]  # only our rows
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in _STEPS:
            self.keyPressEvent(event)  # before QAbstractButton, whose arrows would open each page on the way
            return True
        return super().eventFilter(watched, event)

    def _add(self, entry: NavText) -> None:
        if entry.section:
            heading = WrapLabel(entry.section, "section")
            heading.setContentsMargins(12, 12, 12, 4)
            self._layout.addWidget(heading)
        item = NavItem(entry)
        item.installEventFilter(self)
        item.clicked.connect(lambda: self._open(entry.key))
        self._items[entry.key] = item
        self._layout.addWidget(item)

    def _open(self, key: str) -> None:
        self.set_current(key)
        self.page_chosen.emit(key)


def _small(font: QFont) -> QFont:
    smaller = QFont(font)
    smaller.setPointSizeF(font.pointSizeF() * TYPE_SMALL)
    smaller.setWeight(QFont.Weight.DemiBold)
    return smaller
