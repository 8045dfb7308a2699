"""What stands where nothing is left to be chosen on a question: settled here just now, or by a colleague."""

from PySide6.QtWidgets import QPushButton, QWidget

from desktop_app.i18n import _
from desktop_app.presentation.contested_page import ContestedPage
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.text_view import TextView
from desktop_app.ui.widgets.wrap_label import WrapLabel


class SettledCard(Card):
    """The answer that counts, its note, and the ways on."""

    def __init__(self, model: ContestedPage) -> None:
        super().__init__()
        self._model = model
        self._policy, self._question = WrapLabel("", "caption"), WrapLabel()
        self._answer = WrapLabel("", "title")
        self._detail, self._note, self._who = TextView(), TextView(name=_("Note")), WrapLabel("", "caption")
        self.open_button, self.list_button = QPushButton(_("Open the question")), QPushButton(_("To the list"))
        for part in (self._policy, self._question, self._answer, self._detail, self._who, self._note):
            self.add(part)
        row = QWidget()
        flow = FlowLayout(row, gap=12)
        for button in (self.list_button, self.open_button):
            flow.addWidget(button)
        self.add(row)
        self.open_button.clicked.connect(model.open_question)
        self.list_button.clicked.connect(model.show_list)

    def refresh(self) -> None:
        view = self._model.view
        if view is None:
            return
        standing = next(iter(view.alternatives), None)
        self._policy.setText(self._model.place_of(view.question_id))
        self.set_texts(_("One answer stands now"), _("What else was written stays in the history of the question."))
        self._question.setText(self._model.question(view.question_id))
        self._answer.setText(self._model.answer(standing) if standing else _("No answer"))
        detail = self._model.detail(standing) if standing else ""
        self._detail.set_text(detail)
        self._detail.setVisible(bool(detail))
        self._who.setText(self._model.who(standing) if standing else "")
        self._who.setVisible(standing is not None)
        self._note.set_text(view.note)
        self._note.setVisible(bool(view.note))
