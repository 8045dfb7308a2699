"""What pages and window say to each other about locking: wishes go to the window, what is set comes from the settings.

Nothing of keys is here. `app.py` connects the wishes.
"""

from PySide6.QtCore import QObject, Signal

from desktop_app.presentation.preferences import Preferences


class Guard(QObject):
    """Signals:
        lock_wanted(): a person wants the window locked, now.
        minutes_wanted(int): another time after which it locks itself; 0: never.
        sheet_made(): the recovery sheet of the profile was printed or saved.
        sheet_outdated(): the profile has new keys, which no sheet holds yet.
        changed(): an attribute is another one.

    Attributes:
        minutes: after so many without a touch the window locks itself; 0: never.
        has_sheet: whether the recovery sheet was printed or saved.
    """

    lock_wanted = Signal()
    minutes_wanted = Signal(int)
    sheet_made = Signal()
    sheet_outdated = Signal()
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.minutes, self.has_sheet = 0, True

    def heed(self, preferences: Preferences) -> None:
        """What pages wish is kept in the settings, and what stands there is told to the pages."""

        def show() -> None:
            settings = preferences.settings
            if (settings.lock_minutes, settings.has_sheet) != (self.minutes, self.has_sheet):
                self.minutes, self.has_sheet = settings.lock_minutes, settings.has_sheet
                self.changed.emit()

        show()
        preferences.changed.connect(show)
        self.minutes_wanted.connect(lambda minutes: preferences.change(lock_minutes=minutes))
        self.sheet_made.connect(lambda: preferences.change(has_sheet=True))
        self.sheet_outdated.connect(lambda: preferences.change(has_sheet=False))
