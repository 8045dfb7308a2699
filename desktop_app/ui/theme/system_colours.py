"""Tokens made of the system's own colours, for people who set a high contrast there: ours must not replace it."""

from PySide6.QtGui import QPalette

from desktop_app.ui.theme.contrast import mixed
from desktop_app.ui.theme.tokens import Tokens


def tokens_from(palette: QPalette) -> Tokens:
    """Every ink is the system's text, every ground its window; what is chosen takes its highlight."""
    role = QPalette.ColorRole
    ink, ground = palette.color(role.WindowText).name(), palette.color(role.Window).name()
    chosen, on_chosen = palette.color(role.Highlight).name(), palette.color(role.HighlightedText).name()
    grounds = ("line_2", "ground", "card", "hover", "accent_soft", "neutral_soft", "good_soft", "warn_soft", "bad_soft")
    chosens = ("accent", "accent_hover")
    stages = {f"stage_{step}": mixed(ink, ground, 0.1 + 0.2 * step) for step in range(5)}
    inks = set(Tokens.__dataclass_fields__) - {"name", "field", "on_accent", *grounds, *chosens, *stages}
    colours = dict.fromkeys(inks, ink) | dict.fromkeys(grounds, ground) | dict.fromkeys(chosens, chosen) | stages
    return Tokens(name="system", field=palette.color(role.Base).name(), on_accent=on_chosen, **colours)
