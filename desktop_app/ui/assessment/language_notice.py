"""Says that a question was translated by a machine, and shows the English on demand."""

from PySide6.QtWidgets import QPushButton, QWidget

from desktop_app.i18n import _
from desktop_app.presentation.question_page import QuestionPage
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.wrap_label import WrapLabel


class LanguageNotice(QWidget):
    """Hidden for texts that a person wrote or checked."""

    def __init__(self, model: QuestionPage) -> None:
        super().__init__()
        self._model = model
        self._words, self._button = WrapLabel("", "caption"), QPushButton()
        self._button.setProperty("role", "small")
        self._button.clicked.connect(model.toggle_english)
        flow = FlowLayout(self, gap=8, row_gap=4)
        flow.addWidget(self._words)
        flow.addWidget(self._button)

    def refresh(self) -> None:
        self.setVisible(self._model.is_machine_translated)
        if self._model.in_english:
            self._words.setText(_("This is the English original."))
            self._button.setText(_("Translation"))
        else:
            self._words.setText(_("Machine translation, not yet checked."))
            self._button.setText("English")
