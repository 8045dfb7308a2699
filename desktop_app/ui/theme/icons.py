"""Our SVG icons, recoloured from the tokens and cached; those that show a direction are mirrored right-to-left.

An icon says nothing by itself: a button with only an icon needs an accessible name.
"""

from functools import lru_cache
from importlib.resources import files

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from desktop_app.ui.theme.tokens import current

MIRRORED = frozenset({"arrow", "back", "chevron", "undo", "send", "roadmap", "plan", "note", "help"})
_SIDES = (16, 20, 24, 32)  # pixels that a QIcon is given; the screen's own ratio is added on top


def icon(name: str, tone: str = "ink_2") -> QIcon:
    """The icon in the colour of a token (a field name of Tokens). Raises FileNotFoundError for no such icon."""
    made = QIcon()
    tokens = current()
    for side in _SIDES:
        made.addPixmap(pixmap(name, str(getattr(tokens, tone)), side))
        made.addPixmap(pixmap(name, tokens.ink_3, side), QIcon.Mode.Disabled)
    return made


def set_icon(target: QAbstractButton | QAction, name: str, tone: str = "ink_2") -> None:
    """Give an icon that follows the theme and the direction of reading."""
    target.setProperty("icon_name", name)
    target.setProperty("icon_tone", tone)
    if not isinstance(target, QAbstractButton):
        target.setIcon(icon(name, tone))
        return
    side = round(target.fontMetrics().height() * 1.1)
    gap = side // 3 if target.text() else 0  # Fusion leaves 4 pixels between icon and words, at any size of text
    made = QIcon()
    for colour, mode in ((tone, QIcon.Mode.Normal), ("ink_3", QIcon.Mode.Disabled)):
        made.addPixmap(_beside_words(pixmap(name, str(getattr(current(), colour)), side), gap), mode)
    target.setIcon(made)
    target.setIconSize(QSize(side + gap, side))


def refresh_icons(app: QApplication) -> None:
    """Draw again what `set_icon` gave: after a change of theme, size or direction."""
    for widget in app.allWidgets():
        targets: list[QWidget | QAction] = [widget, *widget.actions()]
        for target in targets:
            name = target.property("icon_name")
            if name and isinstance(target, QAbstractButton | QAction):
                set_icon(target, str(name), str(target.property("icon_tone")))


def pixmap(name: str, colour: str, side: int) -> QPixmap:
    """The icon as a square of `side` pixels, sharp on the densest screen."""
    mirrored = name in MIRRORED and QApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
    app = QApplication.instance()
    density = app.devicePixelRatio() if isinstance(app, QApplication) else 1.0
    return _drawn(name, (colour, current().on_accent), side, density, mirrored=mirrored)


def _beside_words(drawn: QPixmap, gap: int) -> QPixmap:
    """The same with room on the side of the words."""
    density = drawn.devicePixelRatio()
    wider = QPixmap(drawn.width() + round(gap * density), drawn.height())
    wider.setDevicePixelRatio(density)
    wider.fill(Qt.GlobalColor.transparent)
    painter = QPainter(wider)
    painter.drawPixmap(gap if QApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft else 0, 0, drawn)
    painter.end()
    return wider


@lru_cache(maxsize=512)
def _drawn(name: str, inks: tuple[str, str], side: int, density: float, *, mirrored: bool) -> QPixmap:
    source = files("resources").joinpath("icons", f"{name}.svg").read_text(encoding="utf-8")
    source = source.replace("#fff", inks[1]).replace("currentColor", inks[0])  # white is what lies on the colour
    renderer = QSvgRenderer(QByteArray(source.encode()))
    image = QImage(round(side * density), round(side * density), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, image.width(), image.height()))
    painter.end()
    drawn = QPixmap.fromImage(image.flipped(Qt.Orientation.Horizontal) if mirrored else image)
    drawn.setDevicePixelRatio(density)
    return drawn
