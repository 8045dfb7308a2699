"""One window for each profile: a second start brings the first one to the front and ends."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from desktop_app.ui.instance_name import instance_name

WAIT_MS = 500


class SingleInstance(QObject):
    """Signals:
    called(): the program was started once more.
    """

    called = Signal()

    def __init__(self, profile: Path) -> None:
        super().__init__()
        self._name = instance_name(profile)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)

    def is_second(self) -> bool:
        """Whether another one is there; if so it has been called to the front."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        found = socket.waitForConnected(WAIT_MS)
        if found:
            socket.disconnectFromServer()
        return found

    def listen(self) -> None:
        """Be the first. What a crash left behind is removed."""
        if not self._server.listen(self._name):
            QLocalServer.removeServer(self._name)
            self._server.listen(self._name)

    def close(self) -> None:
        self._server.close()

    def _answer(self) -> None:
        socket = self._server.nextPendingConnection()
        if socket is not None:
            socket.disconnected.connect(socket.deleteLater)
        self.called.emit()
