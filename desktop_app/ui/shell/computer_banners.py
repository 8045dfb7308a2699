"""Quiet notices above the overview about the city's computers. Never pops up, asks for nothing."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.presentation.computer_notices import ComputerNotice
from desktop_app.ui.widgets.banner import Banner

MOST = 2
"""So many leave room for the page at 200 % text; they come by kind, the gravest first."""


class ComputerBanners(QWidget):
    """Hidden while there is nothing to say."""

    def __init__(self) -> None:
        super().__init__()
        self._banners = [Banner("", "", "warn") for _number in range(MOST)]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 12, 24, 0)
        layout.setSpacing(8)
        for banner in self._banners:
            layout.addWidget(banner)

    def show_notices(self, notices: Sequence[ComputerNotice]) -> None:
        """The first of them; all are gone when there are none."""
        for at, banner in enumerate(self._banners):
            banner.setVisible(at < len(notices))
            if at < len(notices):
                banner.set_texts(notices[at].title, notices[at].text)
        self.setVisible(bool(notices))
