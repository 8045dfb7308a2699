"""Says on every screen that the data shown is invented, and leads back to the city's own."""

from desktop_app.i18n import _
from desktop_app.ui.shell.strip import Strip


class SampleStrip(Strip):
    """`wanted`: the person wants to go back to the city's own data."""

    def retranslate(self) -> None:
        self.set_texts(
            _("Sample data"),
            _("Everything here is invented, to try the program. It says nothing about a real city."),
            _("Leave the sample"),
        )
