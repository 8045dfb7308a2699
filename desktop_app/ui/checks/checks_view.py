"""The page of the checks: chips that filter, the list of findings, and beside it why and what mends it."""

from PySide6.QtWidgets import QPushButton, QWidget

from desktop_app.i18n import _
from desktop_app.presentation.checks_page import ChecksPage, key_of
from desktop_app.presentation.wording import breakable, spoken
from desktop_app.ui.theme.tokens import Tone
from desktop_app.ui.view import View
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.empty_state import EmptyState
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.heading import Heading
from desktop_app.ui.widgets.keyed_list import KeyedList
from desktop_app.ui.widgets.keyed_rows import KeyedRow
from desktop_app.ui.widgets.page_header import PageHeader
from desktop_app.ui.widgets.pill import COLOUR_OF_TONE, Pill
from desktop_app.ui.widgets.segmented_choice import SegmentedChoice
from desktop_app.ui.widgets.shape import Form
from desktop_app.ui.widgets.stacking_split import StackingSplit
from desktop_app.ui.widgets.wrap_label import WrapLabel
from roadmap_core.assessment.checks import Check, Finding

TONE_AND_FORM: dict[Check, tuple[Tone, Form]] = {
    Check.CONTESTED: ("warn", "two"),
    Check.RETURNED: ("warn", "triangle"),
    Check.CHANGED: ("warn", "hollow"),
    Check.LATE: ("warn", "triangle"),
    Check.FLAGGED: ("warn", "diamond"),
    Check.UNSUPPORTED: ("neutral", "ring"),
    Check.GUESSED: ("neutral", "half"),
    Check.STALE: ("neutral", "dash"),
}


class ChecksView(View[ChecksPage]):
    def __init__(self, model: ChecksPage) -> None:
        super().__init__(model, _("Checks"))
        self._header, self._checks = PageHeader(_("Checks")), SegmentedChoice(_("Kind"))
        self._empty = EmptyState(
            "check",
            _("Nothing stands out"),
            _("No answer is contested, flagged, a guess, old or without evidence, and no action is late."),
            _("Go on with the assessment"),
        )
        self.list = KeyedList(_("Findings"))
        self._list_card, self._beside, self._split = Card(), Card(), StackingSplit(stack_below=100)
        self._kind, self._title, self._where = Pill(""), Heading("", level=2), WrapLabel("", "caption")
        self._why, self._how, self.fix_button = WrapLabel(""), WrapLabel("", "muted"), QPushButton()
        self._lay_out()
        self._checks.value_picked.connect(lambda check: model.choose_check(str(check)))
        self.list.row_chosen.connect(model.choose)
        self.list.opened.connect(model.mend)
        self.fix_button.clicked.connect(model.mend)
        self._empty.action_triggered.connect(model.go_on)

    def refresh(self) -> None:
        model = self.model
        self._header.set_texts(_("Checks"), model.summary())
        self._checks.set_options(model.chips())
        self._checks.set_value(model.check)
        is_empty = model.findings == ()
        self._empty.setVisible(is_empty)
        for part in (self._checks, self._split):
            part.setVisible(bool(model.findings))
        chosen = self.list.show_rows([self._row(finding) for finding in model.rows], model.chosen)
        if chosen != model.chosen:
            model.choose(chosen)  # which comes back here
            return
        self._beside.setVisible(model.row is not None)
        if model.row is not None:
            self._show(model.row)

    def panes(self) -> tuple[QWidget, ...]:
        return self._checks, self._list_card, self._beside, self._empty

    def take_focus(self) -> None:
        if self.list.isVisible():
            self.list.setFocus()
        else:
            super().take_focus()

    @property
    def checks(self) -> SegmentedChoice:
        return self._checks

    def _show(self, finding: Finding) -> None:
        model = self.model
        self._kind.set_status(model.kind(finding), *TONE_AND_FORM[finding.check])
        self._title.setText(breakable(model.title(finding)))
        self._where.setText(model.where(finding))
        self._why.setText(breakable(model.why(finding)))
        self._how.setText(model.how(finding))
        self.fix_button.setText(model.fix(finding))

    def _row(self, finding: Finding) -> KeyedRow:
        title, second = self.model.words(finding)
        tone, form = TONE_AND_FORM[finding.check]
        whole = spoken(_("{title}. {second}").format(title=title, second=second))
        return KeyedRow(key_of(finding), breakable(title), breakable(second), whole, (form, COLOUR_OF_TONE[tone]))

    def _lay_out(self) -> None:
        self.fix_button.setProperty("role", "primary")
        self._list_card.add(self.list, 1)
        buttons = QWidget()
        FlowLayout(buttons, gap=8).addWidget(self.fix_button)
        for part in (self._kind, self._title, self._where, self._why, self._how, buttons):
            self._beside.add(part)
        self._beside.body.addStretch(1)
        self._split.add_pane(self._list_card, 1)
        self._split.add_pane(self._beside, 1)
        for widget in (self._header, self._checks, self._empty):
            self.body.addWidget(widget)
        self.body.addWidget(self._split, 1)
