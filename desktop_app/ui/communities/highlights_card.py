"""Highlights of a community: what cities tell of it, and the form by which the own one does."""

from datetime import date

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_app.i18n import _, format_date
from desktop_app.presentation.communities_page import CommunitiesPage
from desktop_app.presentation.highlight_form import HELD_ON, TOLD
from desktop_app.presentation.names import directed
from desktop_app.presentation.wording import isolated
from desktop_app.ui.communities.rows import MOST, Act, Rows, row
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.field_row import FieldRow
from desktop_app.ui.widgets.text_area import TextArea
from desktop_app.ui.widgets.text_fields import Field, TextFields
from desktop_app.ui.widgets.wrap_label import WrapLabel
from desktop_app.ui.widgets.writing import writes
from roadmap_core.community.together import Told


class HighlightForm(Card):
    def __init__(self, model: CommunitiesPage) -> None:
        super().__init__(_("Tell a highlight"))
        self._model = model
        self.words = TextArea(_("What came of it?"), lines=3)
        self.day = TextFields([Field(HELD_ON, _("On which day?"), _("today"), letters=16)])
        self._flaw, self._told = WrapLabel("", "error"), WrapLabel("", "caption")
        self.button = QPushButton(_("Tell the other cities"))
        self.button.setProperty("role", "primary")
        writes(self.button)
        label = FieldRow(_("What came of it?"), self.words, _("Of a meeting, or of what cities did together."))
        for part in (label, self.day, self._flaw, self._told):
            self.add(part)
        self.body.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeading)
        self.body.addStretch(1)
        self.words.textChanged.connect(lambda: model.telling.type(TOLD, self.words.text()))
        self.words.text_settled.connect(lambda _text: model.keep_typed())
        self.day.typed.connect(model.telling.type)
        self.day.settled.connect(model.keep_typed)
        self.button.clicked.connect(self._tell)

    def refresh(self) -> None:
        form, is_member = self._model.telling, self._model.is_member
        self.day.show_texts({HELD_ON: form.text(HELD_ON)})
        if self.words.text() != form.text(TOLD):
            with QSignalBlocker(self.words):
                self.words.show_text(form.text(TOLD))
        self._flaw.setText(form.flaw)
        self._flaw.setVisible(bool(form.flaw))
        self.button.setEnabled(is_member and not self._model.desk.is_read_only)
        self._told.setText(
            _("Every city of the alliance can read it.")
            if is_member
            else _("Cities that belong to the community tell its highlights. Join it first.")
        )

    def settle(self) -> None:
        self.words.settle()

    def _tell(self) -> None:
        self.settle()
        self._model.tell()
        if self._model.telling.flaw:
            (self.day.field(HELD_ON) if self._model.telling.text(TOLD).strip() else self.words).setFocus()


class HighlightsCard(Card):
    def __init__(self, model: CommunitiesPage) -> None:
        super().__init__(_("Highlights"))
        self._model = model
        self._none, self._rows = WrapLabel(_("No city has told a highlight yet."), "muted"), Rows()
        for part in (self._none, self._rows):
            self.add(part)
        self.body.addStretch(1)

    def refresh(self) -> None:
        shown = self._model.highlights[:MOST]
        self._none.setVisible(not shown)
        self._rows.show_rows(shown, lambda: [self._row(one) for one in shown])

    def _row(self, told: Told) -> QWidget:
        model, highlight = self._model, told.highlight
        day = isolated(format_date(date.fromisoformat(highlight.day)))
        title = directed(_("{city}, {day}").format(city=isolated(told.name), day=day))
        back = Act(
            _("Take back"),
            _("Take back: {highlight}").format(highlight=title),
            lambda: model.take_highlight_back(highlight),
        )
        lines = [isolated(line) for line in highlight.words.splitlines()]
        return row(title, lines, [back] if model.is_own(told) else [])
