"""The evidence for an answer: what is cited, and the form for more. Below the question, so it moves nothing above."""

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.i18n import _
from desktop_app.presentation.question_page import QuestionPage
from desktop_app.presentation.wording import breakable, isolated
from desktop_app.ui.evidence.citation_box import CitationBox
from desktop_app.ui.evidence.citation_row import CitationRow
from desktop_app.ui.problem import Problem
from desktop_app.ui.widgets.accessible import announce
from desktop_app.ui.widgets.banner import Banner
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.heading import Heading
from desktop_app.ui.widgets.pill import Pill
from desktop_app.ui.widgets.wrap_label import WrapLabel
from desktop_app.ui.widgets.writing import writes
from roadmap_core.assessment.citations import Citation


class EvidenceCard(QWidget):
    """Rows that stay are not built anew, so the focus stays."""

    def __init__(self, model: QuestionPage) -> None:
        super().__init__()
        self._model = model
        self._nothing = WrapLabel(_("Nothing is cited for this answer yet."), "muted")
        self._rows: dict[Citation, CitationRow] = {}
        self._removed = Banner("", "", "info", "undo")
        self._undo = self._removed.add_action(_("Undo"), self._bring_back)
        self._problem = Problem()
        self._add = QPushButton(_("Add evidence (E)"))
        self._box = CitationBox(model.desk.instrument, model.citing)
        writes(self._add, self._undo)
        self._lay_out()
        self._add.clicked.connect(self.begin)
        model.citing.changed.connect(self.refresh)
        model.citing.cited.connect(self._tell_cited)
        model.attaching.changed.connect(self._show_files)
        model.attaching.done.connect(self._tell_done)

    def refresh(self) -> None:
        work, citing = self._model.work, self._model.citing
        cited = work.view.cited if work is not None else ()
        self._show_rows(cited)
        self._show_files()
        self._nothing.setVisible(not cited and citing.form is None)
        self._add.setVisible(citing.form is None)
        self._box.refresh(cited)
        removed = citing.work.removed
        self._removed.setVisible(removed is not None)
        if removed is not None:
            self._removed.set_texts(_("Removed: {title}").format(title=isolated(breakable(removed[0].title))))

    def settle(self) -> None:
        self._box.settle()

    def begin(self) -> None:
        """Open the form, with the cursor in the title."""
        self._model.citing.begin()
        self._box.take_focus()

    @property
    def box(self) -> CitationBox:
        return self._box

    def _show_rows(self, cited: tuple[Citation, ...]) -> None:
        for citation in self._rows.keys() - set(cited):
            row = self._rows.pop(citation)
            row.hide()
            row.deleteLater()
        for at, citation in enumerate(dict.fromkeys(cited)):
            if citation not in self._rows:
                self._rows[citation] = self._row(citation)
            if self._column.indexOf(self._rows[citation]) != at:
                self._column.insertWidget(at, self._rows[citation])

    def _row(self, citation: Citation) -> CitationRow:
        row = CitationRow(self._model.desk.instrument, citation, self._model.attaching)
        row.amend_wanted.connect(lambda: self._amend(citation))
        row.removed.connect(lambda: self._remove(citation))
        return row

    def _show_files(self) -> None:
        for row in self._rows.values():
            row.file_line.refresh()
        self._problem.show_problem(self._model.attaching.problem)

    def _tell_done(self, said: str) -> None:
        """The button that was pressed may be gone."""
        announce(self, said)
        if self.isVisible() and self._add.isVisible():
            self._add.setFocus()

    def _amend(self, citation: Citation) -> None:
        self._model.citing.amend(citation, self._model.item)
        self._box.take_focus()

    def _remove(self, citation: Citation) -> None:
        self._model.citing.remove(citation, [self._model.item])
        announce(self, _("Removed: {title}").format(title=citation.title))
        self._undo.setFocus()

    def _bring_back(self) -> None:
        self._model.citing.undo()
        self._add.setFocus()

    def _tell_cited(self, place: str) -> None:
        if place == self._model.item and self.isVisible():
            announce(self, _("The evidence is saved on this computer."))
            self._add.show()
            self._add.setFocus()

    def _lay_out(self) -> None:
        head, foot = QWidget(), QHBoxLayout()
        flow = FlowLayout(head, gap=8)
        flow.addWidget(Heading(_("Evidence"), level=3))
        flow.addWidget(Pill(_("Your city alone reads it"), "neutral", plain=True))
        foot.addWidget(self._add)
        foot.addStretch(1)
        self._column = QVBoxLayout()
        self._column.setSpacing(4)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        outer.addWidget(head)
        outer.addWidget(self._nothing)
        outer.addLayout(self._column)
        outer.addWidget(self._problem)
        outer.addWidget(self._removed)
        outer.addWidget(self._box)
        outer.addLayout(foot)
