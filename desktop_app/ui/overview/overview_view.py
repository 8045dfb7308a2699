"""Where the city stands, on one page: policies, by principle, by risk, next steps. Every row opens its policy."""

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop_app.i18n import _, format_number
from desktop_app.presentation import wording
from desktop_app.presentation.overview_page import OverviewPage
from desktop_app.storage.views import OverviewView as State
from desktop_app.ui.overview.next_steps import NextSteps
from desktop_app.ui.overview.score_charts import ScoreCharts
from desktop_app.ui.policies.policy_rows import PolicyRows
from desktop_app.ui.policies.row_of import row_of
from desktop_app.ui.view import View
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.page_header import PageHeader
from desktop_app.ui.widgets.stacking_split import StackingSplit
from roadmap_core.instrument.model import Origin

STACK_BELOW_LETTERS = 125
_ASIDE_LETTERS = 48


class OverviewView(View[OverviewPage]):
    def __init__(self, model: OverviewPage) -> None:
        super().__init__(model, _("Overview"))
        self._header = PageHeader(_("Overview"))
        self._continue = self._header.add_action(_("Continue assessment"), "primary")
        self._continue.clicked.connect(model.continue_assessment)
        self._cards: dict[Origin, tuple[Card, PolicyRows]] = {}
        self._charts = ScoreCharts(model.desk.instrument)
        self._steps = NextSteps(model)
        self._split = StackingSplit(STACK_BELOW_LETTERS)
        self._lay_out()

    def refresh(self) -> None:
        view = self.model.view
        if view is None:
            return
        city = wording.isolated(view.city.city_name)
        self._header.set_texts(_("Where {city} stands").format(city=city), self._sentence(view))
        instrument = self.model.desk.instrument
        for origin, pairs in self.model.groups():
            card, rows = self._cards[origin]
            card.setVisible(bool(pairs))
            rows.set_rows([row_of(instrument, policy, state) for policy, state in pairs])
        PolicyRows.align(rows for _card, rows in self._cards.values())
        self._charts.refresh(view.standing)
        self._steps.refresh()

    def panes(self) -> tuple[QWidget, ...]:
        return (self._header, *(rows for _card, rows in self._cards.values()), self._aside)

    def take_focus(self) -> None:
        self._continue.setFocus()

    @property
    def continue_button(self) -> QPushButton:
        return self._continue

    def rows(self, origin: Origin) -> PolicyRows:
        return self._cards[origin][1]

    def _sentence(self, view: State) -> str:
        standing, total = view.standing, len(self.model.desk.instrument.foundational)
        return _(
            "{implemented} of {total} foundational policies implemented · {written} written · "
            "{answered} of {questions} questions answered"
        ).format(
            implemented=format_number(standing.implemented),
            written=format_number(standing.written),
            total=format_number(total),
            answered=format_number(standing.answered),
            questions=format_number(standing.total),
        )

    def _lay_out(self) -> None:
        column = QWidget()
        policies = QVBoxLayout(column)
        policies.setContentsMargins(0, 0, 0, 0)
        policies.setSpacing(16)
        titles = {
            Origin.FOUNDATIONAL: (_("Foundational policies"), ""),
            Origin.ROADMAP: (_("Rest of the roadmap"), ""),
            Origin.EXTENSION: (_("Extension"), _("An offer of this program; not part of the alliance's roadmap.")),
        }
        for origin, (title, note) in titles.items():
            card, rows = Card(title, note), PolicyRows(title)
            rows.set_heads(_("Policy"), _("Stage"), _("Answered"), _("Status"))
            rows.policy_chosen.connect(self.model.open_policy)
            card.add(rows)
            policies.addWidget(card)
            self._cards[origin] = (card, rows)
        policies.addStretch(1)
        self._aside = QWidget()
        aside = QVBoxLayout(self._aside)
        aside.setContentsMargins(0, 0, 0, 0)
        aside.setSpacing(16)
        aside.addWidget(self._steps)
        aside.addWidget(self._charts)
        aside.addStretch(1)
        self._split.add_pane(column, 7)
        self._split.add_pane(self._aside, 3)
        self.body.addWidget(self._header)
        self.body.addWidget(self._split, 1)
