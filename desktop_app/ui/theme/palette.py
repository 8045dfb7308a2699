"""The QPalette that Fusion draws with, made from tokens, so that what no stylesheet rule names fits too."""

from PySide6.QtGui import QColor, QPalette

from desktop_app.ui.theme.tokens import Tokens

_ROLES: dict[QPalette.ColorRole, str] = {
    QPalette.ColorRole.Window: "ground",
    QPalette.ColorRole.WindowText: "ink",
    QPalette.ColorRole.Base: "field",
    QPalette.ColorRole.AlternateBase: "hover",
    QPalette.ColorRole.Text: "ink",
    QPalette.ColorRole.Button: "card",
    QPalette.ColorRole.ButtonText: "ink",
    QPalette.ColorRole.BrightText: "bad",
    QPalette.ColorRole.PlaceholderText: "ink_3",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.HighlightedText: "on_accent",
    QPalette.ColorRole.Link: "accent_ink",
    QPalette.ColorRole.LinkVisited: "equity",
    QPalette.ColorRole.ToolTipBase: "ink",
    QPalette.ColorRole.ToolTipText: "card",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Light: "card",
    QPalette.ColorRole.Midlight: "line_2",
    QPalette.ColorRole.Mid: "edge_soft",
    QPalette.ColorRole.Dark: "edge",
    QPalette.ColorRole.Shadow: "ink_3",
}
_FADED = (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText)


def palette_from(tokens: Tokens) -> QPalette:
    palette = QPalette()
    for role, name in _ROLES.items():
        palette.setColor(role, QColor(str(getattr(tokens, name))))
    for role in _FADED:
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.ink_3))
    return palette
