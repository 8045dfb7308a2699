"""All modules of the roadmap: foundational first, then the rest, the extension labelled as one."""

from PySide6.QtWidgets import QPushButton, QWidget

from desktop_app.i18n import _, format_number, ngettext
from desktop_app.presentation.roadmap_page import Depth, RoadmapPage, Shown
from desktop_app.ui.policies.policy_rows import PolicyRows
from desktop_app.ui.policies.row_of import row_of
from desktop_app.ui.problem import Problem
from desktop_app.ui.roadmap.choosing import table_to_save
from desktop_app.ui.view import View
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.empty_state import EmptyState
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.page_header import PageHeader
from desktop_app.ui.widgets.scroll_page import reveal
from desktop_app.ui.widgets.segmented_choice import SegmentedChoice
from desktop_app.ui.widgets.wrap_label import WrapLabel
from roadmap_core.instrument.model import Origin


class RoadmapView(View[RoadmapPage]):
    def __init__(self, model: RoadmapPage) -> None:
        super().__init__(model, _("Roadmap"))
        self._header = PageHeader(_("Roadmap"))
        self._depth = SegmentedChoice(_("Depth"), [(Depth.FULL, _("Full")), (Depth.QUICK, _("Quick"))])
        self._shown = SegmentedChoice(
            _("Show"),
            [
                (Shown.ALL, _("All")),
                (Shown.UNANSWERED, _("Unanswered")),
                (Shown.GAPS, _("Open gaps")),
                (Shown.TWO_ANSWERS, _("Two answers")),
            ],
        )
        self._table, self._saved, self._problem = QPushButton(_("Save as a table")), WrapLabel("", "muted"), Problem()
        self._empty = EmptyState("check", _("Nothing here"), _("No policy fits this choice."), _("Show all"))
        self._cards: dict[Origin, tuple[Card, PolicyRows]] = {}
        self._lay_out()
        self._connect()

    def refresh(self) -> None:
        model = self.model
        self._depth.set_value(model.depth)
        self._shown.set_value(model.shown)
        self._header.set_texts(_("Roadmap"), self._sentence())
        self._saved.setText(model.saved)
        self._saved.setVisible(bool(model.saved))
        self._problem.show_problem(model.problem)
        groups = model.groups()
        for origin, pairs in groups:
            card, rows = self._cards[origin]
            card.setVisible(bool(pairs))
            rows.set_rows([row_of(model.desk.instrument, policy, view, model.questions) for policy, view in pairs])
        PolicyRows.align(rows for _card, rows in self._cards.values())
        self._empty.setVisible(bool(groups) and not any(pairs for _origin, pairs in groups))

    def panes(self) -> tuple[QWidget, ...]:
        return (self._header, self._choices, *(rows for _card, rows in self._cards.values()))

    def rows(self, origin: Origin) -> PolicyRows:
        return self._cards[origin][1]

    @property
    def depth_choice(self) -> SegmentedChoice:
        return self._depth

    @property
    def shown_choice(self) -> SegmentedChoice:
        return self._shown

    def show_problem(self) -> None:
        reveal(self._problem)

    def _export(self) -> None:
        file = table_to_save(self)
        if file is not None:
            self.model.export(file)

    def _sentence(self) -> str:
        instrument = self.model.desk.instrument
        count = len(instrument.quick if self.model.depth is Depth.QUICK else instrument.questions)
        if self.model.depth is Depth.QUICK:
            text = ngettext("{number} question for one workshop", "{number} questions for one workshop", count)
        else:
            text = ngettext("{number} question in all modules", "{number} questions in all modules", count)
        return text.format(number=format_number(count))

    def _lay_out(self) -> None:
        self._choices = QWidget()
        flow = FlowLayout(self._choices, gap=16)
        flow.addWidget(self._depth)
        flow.addWidget(self._shown)
        flow.addWidget(self._table)
        for part in (self._header, self._choices, self._problem, self._saved):
            self.body.addWidget(part)
        titles = {
            Origin.FOUNDATIONAL: (_("Foundational policies"), _("Most cities start with these five.")),
            Origin.ROADMAP: (_("Rest of the roadmap"), ""),
            Origin.EXTENSION: (_("Extension"), _("An offer of this program; not part of the alliance's roadmap.")),
        }
        for origin, (title, note) in titles.items():
            card, rows = Card(title, note), PolicyRows(title)
            card.add(rows)
            self.body.addWidget(card)
            self._cards[origin] = (card, rows)
        self.body.addWidget(self._empty)
        self.body.addStretch(1)

    def _connect(self) -> None:
        self._depth.value_picked.connect(self.model.choose_depth)
        self._shown.value_picked.connect(self.model.choose_shown)
        self._empty.action_triggered.connect(lambda: self.model.choose_shown(Shown.ALL))
        self._table.clicked.connect(self._export)
        for _card, rows in self._cards.values():
            rows.policy_chosen.connect(self.model.open_policy)
