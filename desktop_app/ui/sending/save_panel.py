"""What came of saving a file: its name and what is in it, or why it was not written."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.i18n import _
from desktop_app.presentation.files_out import FilesOut
from desktop_app.presentation.wording import isolated
from desktop_app.ui.problem import Problem
from desktop_app.ui.widgets.accessible import announce
from desktop_app.ui.widgets.banner import Banner


class SavePanel(QWidget):
    """Hidden before the first file, and while one is written."""

    def __init__(self, model: FilesOut) -> None:
        super().__init__()
        self._model = model
        self.problem, self.done = Problem(), Banner("", "", "good")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for part in (self.problem, self.done):
            column.addWidget(part)
        model.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the state of the view-model."""
        model, file = self._model, self._model.file
        self.setVisible(file is not None or model.problem is not None)
        self.problem.show_problem(model.problem)
        if file is not None:
            title = _("Saved: {file}").format(file=isolated(file.name))
            if self.done.isHidden():
                announce(self, _("The file is saved"))
            self.done.set_texts(title, "\n".join(model.said()))
        self.done.setVisible(file is not None)
