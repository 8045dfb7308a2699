"""A field for a passphrase: dots instead of signs, nothing learnt from it by the system's keyboard."""

from PySide6.QtWidgets import QLineEdit


def secret_field() -> QLineEdit:
    """Empty."""
    field = QLineEdit()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    return field
