"""One signal for every change of data, whoever made it: screens that show it reload. It carries names, not data."""

from PySide6.QtCore import QObject, Qt, QThread, Signal

from desktop_app.operations.changes import Changes


class ChangeBus(QObject):
    """Signals:
    changed(Changes): always on the interface thread.
    """

    changed = Signal(object)
    _published = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._published.connect(self.changed, Qt.ConnectionType.QueuedConnection)

    def publish(self, changes: Changes) -> None:
        """Tell of changes, from any thread."""
        if QThread.currentThread() is self.thread():
            self.changed.emit(changes)
        else:
            self._published.emit(changes)
