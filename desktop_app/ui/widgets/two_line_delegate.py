"""Draws a row of a list: a title, below it in small type a second text, and a mark if it has one. Nothing is cut."""

from functools import lru_cache

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop_app.ui.theme.tokens import TYPE_SMALL, current
from desktop_app.ui.widgets.shape import draw_form

SECOND = Qt.ItemDataRole.UserRole + 1
"""The role under which an item holds its second text."""
MARK = Qt.ItemDataRole.UserRole + 2
"""The role of its mark: a form and the name of a token."""
_PAD, _GAP, _MARK_GAP, _HIGH = 10, 2, 9, 10_000
_FLAGS = (Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop).value | Qt.TextFlag.TextWordWrap.value
"""Left is where lines begin: the painter turns it with the language."""
_Index = QModelIndex | QPersistentModelIndex


class TwoLineDelegate(QStyledItemDelegate):
    """The title is the item's text; a screen reader gets what the item says for itself."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        title, second = self._boxes(option, index, self._width(option))
        return QSize(0, title.height() + (second.height() + _GAP if second.height() else 0) + 2 * _PAD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        tokens = current()
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setLayoutDirection(option.direction)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if is_chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.accent_soft))
            painter.drawRoundedRect(QRectF(option.rect), 8, 8)
        self._draw_mark(painter, option, index)
        title, second = self._boxes(option, index, option.rect.width())
        title.moveTopLeft(option.rect.topLeft() + title.topLeft())
        second.moveTopLeft(option.rect.topLeft() + second.topLeft())
        painter.setFont(option.font)
        painter.setPen(QColor(tokens.accent_ink if is_chosen else tokens.ink))
        painter.drawText(title, _FLAGS, _text(index, Qt.ItemDataRole.DisplayRole))
        painter.setFont(_small(option.font))
        painter.setPen(QColor(tokens.ink_2))
        painter.drawText(second, _FLAGS, _text(index, SECOND))
        painter.restore()

    def _boxes(self, option: QStyleOptionViewItem, index: _Index, width: int) -> tuple[QRect, QRect]:
        """Where title and second text go, from the row's corner."""
        left = _PAD + (_mark_side(option) + _MARK_GAP if index.data(MARK) else 0)
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        room = QRect(_PAD if mirrored else left, 0, max(1, width - left - _PAD), _HIGH)
        titled, below = _text(index, Qt.ItemDataRole.DisplayRole), _text(index, SECOND)
        high, second = _height(option.font, titled, room.width()), 0
        if below:
            second = _height(_small(option.font), below, room.width())
        return (
            QRect(room.left(), _PAD, room.width(), high),
            QRect(room.left(), _PAD + high + _GAP, room.width(), second),
        )

    @staticmethod
    def _draw_mark(painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Beside the first line, where lines begin."""
        if not index.data(MARK):
            return
        form, colour = index.data(MARK)
        side = _mark_side(option)
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        left = option.rect.right() + 1 - _PAD - side if mirrored else option.rect.left() + _PAD
        top = option.rect.top() + _PAD + (QFontMetrics(option.font).lineSpacing() - side) / 2
        draw_form(painter, QRectF(left, top, side, side), form, str(getattr(current(), colour)))

    @staticmethod
    def _width(option: QStyleOptionViewItem) -> int:
        view = option.widget
        return view.viewport().width() if isinstance(view, QAbstractItemView) else option.rect.width()


def _height(font: QFont, text: str, width: int) -> int:
    """Lists ask for each row three times when they are opened, and again for each that they paint."""
    return _measured(font.toString(), text, width)


@lru_cache(maxsize=4096)
def _measured(font: str, text: str, width: int) -> int:
    face = QFont()
    face.fromString(font)
    return QFontMetrics(face).boundingRect(QRect(0, 0, width, _HIGH), _FLAGS, text).height()


def _mark_side(option: QStyleOptionViewItem) -> int:
    return max(9, round(QFontMetrics(option.font).height() * 0.6))


def _text(index: _Index, role: int) -> str:
    return str(index.data(role) or "")


def _small(font: QFont) -> QFont:
    smaller = QFont(font)
    smaller.setPointSizeF(font.pointSizeF() * TYPE_SMALL)
    return smaller
