"""The page of the evidence register: chips that filter, the list, and beside it what is chosen."""

from PySide6.QtWidgets import QComboBox, QWidget

from desktop_app.i18n import _
from desktop_app.presentation import wording
from desktop_app.presentation.evidence_page import EVERY, EvidencePage
from desktop_app.presentation.wording import breakable, isolated
from desktop_app.ui.evidence.citation_box import CitationBox
from desktop_app.ui.evidence.register_detail import RegisterDetail
from desktop_app.ui.evidence.register_rows import RegisterRows
from desktop_app.ui.view import View
from desktop_app.ui.widgets.accessible import announce
from desktop_app.ui.widgets.banner import Banner
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.empty_state import EmptyState
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.keyed_list import KeyedList
from desktop_app.ui.widgets.page_header import PageHeader
from desktop_app.ui.widgets.scroll_page import reveal
from desktop_app.ui.widgets.segmented_choice import SegmentedChoice
from desktop_app.ui.widgets.stacking_split import StackingSplit
from desktop_app.ui.widgets.wrap_label import WrapLabel
from desktop_app.ui.widgets.writing import writes


class EvidenceView(View[EvidencePage]):
    def __init__(self, model: EvidencePage) -> None:
        super().__init__(model, _("Evidence"))
        self._header = PageHeader(_("Evidence"))
        self._grades, self._policies = SegmentedChoice(_("Grade")), QComboBox()
        self._empty = EmptyState("evidence", "", "")
        self._list, self._detail = KeyedList(_("Evidence")), RegisterDetail(model)
        self._rows = RegisterRows(model.words)
        self._none = WrapLabel(_("There is none of this kind."), "muted")
        self._box = CitationBox(model.desk.instrument, model.citing)
        self._removed = Banner("", "", "info", "undo")
        self._undo = self._removed.add_action(_("Undo"), self._bring_back)
        writes(self._undo)
        self._lay_out()
        self._connect()

    def refresh(self) -> None:
        model, view = self.model, self.model.view
        self._header.set_texts(_("Evidence"), model.summary())
        self._grades.set_options(model.chips())
        self._grades.set_value(model.grade)
        self._policies.setCurrentIndex(self._policies.findData(model.policy_id))
        is_empty = view is not None and not view.sources and model.grade == EVERY
        self._filters.setVisible(view is not None and bool(view.sources or view.unsupported))
        self._empty.setVisible(is_empty)
        self._split.setVisible(view is not None and not is_empty)
        if is_empty:
            self._say_what_first()
        chosen = self._list.show_rows(self._rows.of(model.rows), model.chosen)
        self._list.setVisible(bool(model.rows))
        self._none.setVisible(not model.rows)
        self._show_removed()
        if chosen != model.chosen:
            model.choose(chosen)  # which comes back here
            return
        self._box.refresh()
        self._detail.refresh()
        self._detail.setVisible(model.row is not None and model.citing.form is None)
        self._beside.setVisible(model.row is not None or model.citing.form is not None)

    def settle(self) -> None:
        self._box.settle()

    def show_problem(self) -> None:
        reveal(self._box)

    def panes(self) -> tuple[QWidget, ...]:
        return self._filters, self._list_card, self._beside, self._empty

    def take_focus(self) -> None:
        if self._list.isVisible():
            self._list.setFocus()
        else:
            super().take_focus()

    @property
    def list(self) -> KeyedList:
        return self._list

    @property
    def detail(self) -> RegisterDetail:
        return self._detail

    @property
    def box(self) -> CitationBox:
        return self._box

    @property
    def grades(self) -> SegmentedChoice:
        return self._grades

    @property
    def policies(self) -> QComboBox:
        return self._policies

    def _say_what_first(self) -> None:
        view = self.model.view
        lacking = view is not None and bool(view.unsupported)
        self._empty.set_texts(
            _("Nothing is cited yet"),
            _("What you cite for your answers stands here, with its grade and where it is used."),
            _("Show the answers without evidence") if lacking else _("Answer the first question"),
        )

    def _show_removed(self) -> None:
        removed = self.model.citing.work.removed
        self._removed.setVisible(removed is not None)
        if removed is not None:
            self._removed.set_texts(_("Removed: {title}").format(title=isolated(breakable(removed[0].title))))

    def _bring_back(self) -> None:
        self.model.undo()
        self.take_focus()

    def _amend(self) -> None:
        self.model.amend()
        self._box.take_focus()

    def _tell_cited(self) -> None:
        announce(self, _("The evidence is saved on this computer."))
        if self.isVisible():
            self.take_focus()

    def _lay_out(self) -> None:
        self._policies.addItem(_("All policies"), EVERY)
        for policy in self.model.desk.instrument.policies:
            self._policies.addItem(wording.policy_name(policy), policy.id)
        self._policies.setAccessibleName(_("Policy"))
        self._policies.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._policies.setMinimumContentsLength(24)
        self._filters, self._list_card, self._beside = QWidget(), Card(), Card()
        flow = FlowLayout(self._filters, gap=12)
        flow.addWidget(self._grades)
        flow.addWidget(self._policies)
        self._list_card.add(self._list, 1)
        self._list_card.add(self._none)
        self._beside.add(self._detail)
        self._beside.add(self._box)
        self._beside.body.addStretch(1)
        self._split = StackingSplit(stack_below=100)
        self._split.add_pane(self._list_card, 1)
        self._split.add_pane(self._beside, 1)
        for widget in (self._header, self._filters, self._removed, self._empty):
            self.body.addWidget(widget)
        self.body.addWidget(self._split, 1)

    def _connect(self) -> None:
        model = self.model
        self._grades.value_picked.connect(lambda grade: model.choose_grade(str(grade)))
        self._policies.activated.connect(lambda: model.choose_policy(str(self._policies.currentData())))
        self._list.row_chosen.connect(model.choose)
        self._list.opened.connect(self._detail.take_focus)
        self._detail.amend_button.clicked.connect(self._amend)
        self._empty.action_triggered.connect(model.begin)
        model.citing.changed.connect(self.refresh)
        model.citing.cited.connect(self._tell_cited)
