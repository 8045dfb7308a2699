"""One citation below an answer: its grade, what it is, and the buttons that amend it or take it away."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop_app.i18n import _
from desktop_app.presentation.attaching import Attaching
from desktop_app.presentation.citation_words import detail
from desktop_app.presentation.wording import breakable
from desktop_app.ui.evidence.file_line import FileLine
from desktop_app.ui.evidence.grades import show_grade
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.pill import Pill
from desktop_app.ui.widgets.wrap_label import WrapLabel
from desktop_app.ui.widgets.writing import writes
from roadmap_core.assessment.citations import Citation
from roadmap_core.instrument.model import Instrument


class CitationRow(QWidget):
    """Signals:
    amend_wanted(), removed(): the person presses one of the buttons.
    """

    amend_wanted = Signal()
    removed = Signal()

    def __init__(self, instrument: Instrument, citation: Citation, attaching: Attaching) -> None:
        super().__init__()
        self.file_line = FileLine(citation, attaching)
        grade = Pill("")
        show_grade(grade, instrument, citation.grade)
        amend, remove = QPushButton(_("Amend")), QPushButton(_("Remove"))
        amend.setAccessibleName(_("Amend: {title}").format(title=citation.title))
        remove.setAccessibleName(_("Remove: {title}").format(title=citation.title))
        amend.clicked.connect(self.amend_wanted)
        remove.clicked.connect(self.removed)
        writes(amend, remove)
        foot = QWidget()
        flow = FlowLayout(foot, gap=8, row_gap=4)
        for widget in (grade, amend, remove):
            flow.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(3)
        column.addWidget(WrapLabel(breakable(citation.title), "strong"))
        if words := detail(citation):
            column.addWidget(WrapLabel(breakable(words), "small"))
        if citation.quotation:
            column.addWidget(WrapLabel(_("“{quotation}”").format(quotation=breakable(citation.quotation)), "caption"))
        column.addWidget(self.file_line)
        column.addWidget(foot)
        for button in (amend, remove):
            button.setProperty("role", "small")
