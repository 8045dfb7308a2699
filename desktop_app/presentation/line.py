"""The line to the alliance's server, as pages see it: they ask for it, the sending thread does it, changes come back.

Nothing of HTTP is here. `app.py` connects the wishes to the sending thread.
"""

from PySide6.QtCore import QObject, Signal


class Line(QObject):
    """Signals:
        send_wanted(): a person wants to send and receive now.
        join_wanted(str, str): the server's address, and the city's invitation or "".
        join_failed(Words): the server could not be joined, and why.
        invitation_wanted(): a lead wants an invitation for another computer of the city.
        invited(Invitation): the server has opened it.
        invite_failed(Words): it opened none, and why.
        busy_changed(): sending has begun, or ended.

    Attributes:
        is_busy: whether the sending thread is at it.
        file_problem: the stable code of what stood in the way of a file when one was last tried, or "".
    """

    send_wanted = Signal()
    join_wanted = Signal(str, str)
    join_failed = Signal(object)
    invitation_wanted = Signal()
    invited = Signal(object)
    invite_failed = Signal(object)
    busy_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.is_busy = False
        self.file_problem = ""

    def set_busy(self, *, busy: bool) -> None:
        """Called on the interface thread."""
        if busy != self.is_busy:
            self.is_busy = busy
            self.busy_changed.emit()
