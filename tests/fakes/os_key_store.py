"""A key store of the system, as `keyring`'s back ends behave: it keeps text by service and name, and may refuse."""

from collections.abc import Callable

from desktop_app.identity.os_keys import OsKeys


class FakeKeyStore:
    """Attributes:
    kept: by name.
    refuses: what each call raises; None: nothing.
    gives: changes what is read.
    """

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}
        self.refuses: Exception | None = None
        self.gives: Callable[[str | None], str | None] = lambda text: text

    def keys(self, platform: str = "linux") -> OsKeys:
        return OsKeys(lambda: self, platform)

    def get_password(self, service: str, username: str) -> str | None:
        assert service == "Waymark"
        self._answer()
        return self.gives(self.kept.get(username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._answer()
        self.kept[username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._answer()
        del self.kept[username]

    def _answer(self) -> None:
        if self.refuses is not None:
            raise self.refuses
