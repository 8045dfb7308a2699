"""What pages and window say to each other about locking: wishes go to the window, what is set comes from the settings.

Nothing of keys is here. `app.py` connects the wishes.
"""

from PySide6.QtCore import QObject, Signal


class Guard(QObject):
    """Signals:
        lock_wanted(): a person wants the window locked, now.
        minutes_wanted(int): another time after which it locks itself; 0: never.
        sheet_made(): the recovery sheet of the profile was printed or saved.
        changed(): an attribute is another one.

    Attributes:
        minutes: after so many without a touch the window locks itself; 0: never.
        has_sheet: whether the recovery sheet was printed or saved.
    """

    lock_wanted = Signal()
    minutes_wanted = Signal(int)
    sheet_made = Signal()
    changed = Signal()

    def __init__(self, minutes: int = 0, *, has_sheet: bool = True) -> None:
        super().__init__()
        self.minutes, self.has_sheet = minutes, has_sheet

    def show(self, minutes: int, *, has_sheet: bool) -> None:
        """What the settings say now."""
        if (minutes, has_sheet) != (self.minutes, self.has_sheet):
            self.minutes, self.has_sheet = minutes, has_sheet
            self.changed.emit()
