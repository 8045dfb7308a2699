"""A heading that screen readers can jump to."""

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget

from desktop_app.ui.widgets.accessible import set_role
from desktop_app.ui.widgets.wrap_label import WrapLabel

_ROLE_OF_LEVEL = {0: "projected", 1: "title", 2: "heading", 3: "strong"}


class Heading(WrapLabel):
    """Level 1 is the page, 2 a card, 3 a part of it; 0 is what several people read off one screen."""

    def __init__(self, text: str = "", level: int = 2, parent: QWidget | None = None) -> None:
        super().__init__(text, _ROLE_OF_LEVEL[level], parent)
        set_role(self, QAccessible.Role.Heading)
