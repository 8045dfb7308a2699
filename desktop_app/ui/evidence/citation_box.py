"""The form of one citation: the title first, what is cited elsewhere to choose from, the rest behind a button."""

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QPushButton, QVBoxLayout, QWidget

from desktop_app.i18n import _
from desktop_app.presentation import wording
from desktop_app.presentation.citation_form import TEXTS, CitationForm, citation_of
from desktop_app.presentation.citation_words import kind_word
from desktop_app.presentation.citing import Citing
from desktop_app.presentation.problems import sentences
from desktop_app.ui.evidence.grades import show_grade
from desktop_app.ui.evidence.offers import Offers
from desktop_app.ui.widgets.accessible import announce
from desktop_app.ui.widgets.banner import Banner
from desktop_app.ui.widgets.field_row import FieldRow
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.heading import Heading
from desktop_app.ui.widgets.pill import Pill
from desktop_app.ui.widgets.text_area import TextArea
from desktop_app.ui.widgets.text_fields import Field, TextFields
from desktop_app.ui.widgets.wrap_label import WrapLabel
from desktop_app.ui.widgets.writing import writes
from roadmap_core.assessment.citations import Citation, Kind
from roadmap_core.instrument.model import Instrument


class _Kinds(QComboBox):
    """The wheel scrolls the page over it, and changes nothing in passing."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class CitationBox(QWidget):
    """Shows the open form of `citing`; hidden while there is none."""

    def __init__(self, instrument: Instrument, citing: Citing) -> None:
        super().__init__()
        self._instrument, self._citing = instrument, citing
        self._heading, self._problem = Heading("", level=3), Banner("", "", "bad")
        self._title = TextFields([Field("title", _("Title of the document"), _("As it stands on it"), letters=44)])
        self._rest = TextFields(
            [
                Field("publisher", _("Publisher"), _("Who issued it?"), letters=22),
                Field("date", _("Day of the document"), _("year-month-day"), letters=16),
                Field("reference", _("Address on the web, or where it is kept"), letters=44),
                Field("section", _("Page, article or chapter"), letters=20),
                Field("language", _("Language of the document"), letters=20),
                Field("checked_by", _("Who confirmed it?"), _("A peer, auditor or reviewer"), letters=26),
            ]
        )
        self._kinds, self._quotation = _Kinds(), TextArea(_("Quotation"), lines=2)
        self._offers = Offers(citing.choose)
        self._details, self._grade, self._meaning = QWidget(), Pill(""), WrapLabel("", "caption")
        self._add, self._more, self._discard = QPushButton(), QPushButton(), QPushButton()
        self._shows_more: bool | None = None
        self._lay_out()
        self._connect()

    def refresh(self, here: tuple[Citation, ...] = ()) -> None:
        """`here`: what is cited at this place already, and isn't offered."""
        form, work = self._citing.form, self._citing.work
        self.setVisible(form is not None)
        self._problem.setVisible(work.problem is not None)
        if work.problem is not None:
            self._problem.set_texts(work.problem.title, sentences(work.problem))
        if form is None:
            self._shows_more = None
            return
        self._show_words(form)
        texts = {name: getattr(form, name) for name in TEXTS}
        for fields in (self._title, self._rest):
            fields.show_texts(texts)
            fields.show_flaw(work.flaw[0], work.flaw[1] if fields.has(work.flaw[0]) else "")
        self._kinds.setCurrentIndex(self._kinds.findData(form.kind))
        self._show_quotation(form.quotation)
        self._offers.show_sources(self._citing.offered(here))
        shows_more = form.has_details if self._shows_more is None else self._shows_more or work.flaw[0] == "date"
        self._show_more(shows_more=shows_more)

    def settle(self) -> None:
        self._quotation.settle()
        self._citing.keep_typed()

    def take_focus(self) -> None:
        """Into the title, behind what stands there: nothing is replaced by what is typed next."""
        title = self._title.field("title")
        title.setFocus()
        title.end(False)  # noqa: FBT003 - Qt's own order of arguments

    @property
    def fields(self) -> tuple[TextFields, TextFields]:
        """The title, and what stands behind "More"."""
        return self._title, self._rest

    @property
    def quotation(self) -> TextArea:
        return self._quotation

    @property
    def kinds(self) -> QComboBox:
        return self._kinds

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in the title cites it; the page doesn't hear of it, which would go to the next question."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._title.field("title").hasFocus():
            self._submit()
        else:
            super().keyPressEvent(event)

    def _show_words(self, form: CitationForm) -> None:
        is_new = form.before is None
        self._heading.setText(_("New evidence") if is_new else _("Amend evidence"))
        self._add.setText(_("Cite it") if is_new else _("Save the change"))
        self._discard.setText(_("Discard what is typed") if form.is_begun else _("Close"))
        grade = citation_of(form, b"").grade
        show_grade(self._grade, self._instrument, grade)
        self._meaning.setText(wording.grade_meaning(self._instrument, grade))

    def _show_quotation(self, text: str) -> None:
        """What is typed there is in the form already: another text comes from elsewhere."""
        if text != self._quotation.text():
            with QSignalBlocker(self._quotation):
                self._quotation.show_text(text)

    def _show_more(self, *, shows_more: bool) -> None:
        self._shows_more = shows_more
        self._details.setVisible(shows_more)
        self._more.setText(_("Less") if shows_more else _("More"))
        self._more.setAccessibleDescription(_("Kind, publisher, day, address, page, quotation, language"))

    def _toggle(self) -> None:
        self._show_more(shows_more=not self._shows_more)
        if self._shows_more:
            self._kinds.setFocus(Qt.FocusReason.TabFocusReason)

    def _submit(self) -> None:
        self.settle()
        self._citing.submit()
        field, sentence = self._citing.work.flaw
        if sentence:
            announce(self, sentence)
            (self._title if self._title.has(field) else self._rest).field(field).setFocus()

    def _lay_out(self) -> None:
        for kind in Kind:
            self._kinds.addItem(kind_word(kind), str(kind))
        self._kinds.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        inner = QVBoxLayout(self._details)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        parts: tuple[QWidget, ...] = (FieldRow(_("Kind"), self._kinds), self._rest)
        for part in (*parts, FieldRow(_("Quotation"), self._quotation)):
            inner.addWidget(part)
        graded, buttons = QWidget(), QWidget()
        for holder, widgets in (
            (graded, (self._grade, self._meaning)),
            (buttons, (self._add, self._more, self._discard)),
        ):
            flow = FlowLayout(holder, gap=8, row_gap=4)
            for widget in widgets:
                flow.addWidget(widget)
        self._add.setProperty("role", "primary")
        self._discard.setProperty("role", "quiet")
        writes(self._kinds, self._add, self._discard)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self._heading, self._title, self._offers, self._details, graded, self._problem, buttons):
            column.addWidget(part)

    def _connect(self) -> None:
        for fields in (self._title, self._rest):
            fields.typed.connect(lambda key, text: self._citing.type(**{key: text}))
            fields.settled.connect(self._citing.keep_typed)
        self._quotation.textChanged.connect(self._type_quotation)
        self._quotation.text_settled.connect(self._citing.keep_typed)
        self._kinds.activated.connect(self._pick_kind)
        self._add.clicked.connect(self._submit)
        self._more.clicked.connect(self._toggle)
        self._discard.clicked.connect(self._citing.discard)

    def _type_quotation(self) -> None:
        form, text = self._citing.form, self._quotation.text()
        if form is not None and form.quotation != text:
            self._citing.type(quotation=text)

    def _pick_kind(self) -> None:
        self._citing.type(kind=str(self._kinds.currentData()))
        self._citing.keep_typed()
