"""The font of the program: the system's own, at the person's own size times a factor, with families per script.

Windows and macOS have a family for every script and fall back to it; what is named here decides the order,
which matters for Han: one code point is drawn differently in Japan, Korea and China.
"""

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

SCALE_LEAST, SCALE_MOST = 1.0, 2.0

_HAN = {
    "ja": ("Yu Gothic UI", "Hiragino Sans", "Noto Sans CJK JP", "Noto Sans JP"),
    "ko": ("Malgun Gothic", "Apple SD Gothic Neo", "Noto Sans CJK KR", "Noto Sans KR"),
    "zh": ("Microsoft YaHei UI", "PingFang SC", "Noto Sans CJK SC", "Noto Sans SC"),
}
_OTHERS = (
    "Noto Sans",
    "Segoe UI",
    "Noto Sans Arabic",
    "Nirmala UI",
    "Noto Sans Devanagari",
    "Noto Sans Kannada",
    "Noto Sans Telugu",
    "Leelawadee UI",
    "Noto Sans Thai",
    "Noto Sans Khmer",
    "Noto Sans Lao",
    "Myanmar Text",
    "Noto Sans Myanmar",
    "DejaVu Sans",
)


def font_for(app: QApplication, text_scale: float, language: str = "en") -> QFont:
    """The application's font at `text_scale` (1.0 to 2.0) of the person's own point size."""
    font = QFont(_system_font(app))
    scale = min(SCALE_MOST, max(SCALE_LEAST, text_scale))
    font.setPointSizeF(font.pointSizeF() * scale)
    font.setFamilies(families_for(font.family(), language))
    return font


def families_for(system: str, language: str) -> list[str]:
    """The system's family, then those of the reader's language, then the rest; only what is on this computer."""
    own = language.replace("_", "-").split("-")[0]
    han = [*_HAN.get(own, ()), *(name for key, names in _HAN.items() if key != own for name in names)]
    wanted = [*han, *_OTHERS] if own in _HAN else [*_OTHERS, *han]
    here = set(QFontDatabase.families())
    return [system, *(name for name in wanted if name in here and name != system)]


def _system_font(app: QApplication) -> QFont:
    """The font before we touched it: `app.font()` is ours after the first call."""
    kept = app.property("system_font")
    if isinstance(kept, QFont):
        return kept
    font = QFont(app.font())
    if font.pointSizeF() <= 0:  # a font given in pixels, as some Linux desktops do
        font.setPointSizeF(font.pixelSize() * 0.75)
    app.setProperty("system_font", font)
    return font
