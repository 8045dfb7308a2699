"""The action plan: a form for a new action, and what is planned by policy."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QPushButton, QVBoxLayout, QWidget

from desktop_app.i18n import _
from desktop_app.presentation import wording
from desktop_app.presentation.plan_page import PlanPage
from desktop_app.storage.views import PlanAction
from desktop_app.ui.plan.action_row import ActionRow
from desktop_app.ui.view import View
from desktop_app.ui.widgets.banner import Banner
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.empty_state import EmptyState
from desktop_app.ui.widgets.heading import Heading
from desktop_app.ui.widgets.page_header import PageHeader
from desktop_app.ui.widgets.text_fields import Field, TextFields
from desktop_app.ui.widgets.wrap_label import WrapLabel
from desktop_app.ui.widgets.writing import writes
from roadmap_core.instrument.model import Policy


class PlanView(View[PlanPage]):
    def __init__(self, model: PlanPage) -> None:
        super().__init__(model, _("Action plan"))
        self._policy = QComboBox()
        self._fields = TextFields(
            [
                Field("text", _("What is to be done?"), letters=50),
                Field("owner", _("Who does it?"), letters=24),
                Field("due", _("By when?"), _("year-month-day"), letters=16),
            ]
        )
        self._add = QPushButton(_("Add to the plan"))
        writes(self._add)
        self._problem = Banner("", "", "bad")
        self._problem.hide()
        self._empty = EmptyState(
            "plan", _("No actions yet"), _("Actions that you plan for a policy will stand here, with name and date.")
        )
        self._plans = Card(_("Planned"))
        self._shown: tuple[tuple[Policy, tuple[PlanAction, ...]], ...] | None = None
        self._rows: list[QWidget] = []
        self._lay_out()
        self._connect()

    def refresh(self) -> None:
        model = self.model
        self._policy.setCurrentIndex(self._policy.findData(model.policy_id))
        self._fields.show_texts({"text": model.text, "owner": model.owner, "due": model.due})
        self._fields.show_flaw("due" if model.text.strip() else "text", model.flaw)
        self._problem.setVisible(model.problem is not None)
        if model.problem is not None:
            self._problem.set_texts(model.problem.title, model.problem.what_next)
        if model.view is not None and model.planned != self._shown:
            self._show(model.planned)

    def panes(self) -> tuple[QWidget, ...]:
        return (self._form, self._plans)

    def take_focus(self) -> None:
        self._fields.focus_first()

    @property
    def fields(self) -> TextFields:
        return self._fields

    def _show(self, planned: tuple[tuple[Policy, tuple[PlanAction, ...]], ...]) -> None:
        self._shown = planned
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._rows = []
        for policy, actions in planned:
            self._rows.append(Heading(wording.policy_name(policy), level=3))
            self._rows += [self._row(policy.id, action) for action in actions]
        for row in self._rows:
            self._plans.add(row)
        self._plans.setVisible(bool(planned))
        self._empty.setVisible(not planned)

    def _row(self, policy_id: str, action: PlanAction) -> ActionRow:
        row = ActionRow(action)
        row.removed.connect(lambda: self.model.remove(policy_id, action))
        return row

    def _lay_out(self) -> None:
        self._form = Card(_("New action"))
        for policy in self.model.desk.instrument.policies:
            self._policy.addItem(wording.policy_name(policy), policy.id)
        self._policy.setAccessibleName(_("For which policy?"))
        self._policy.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._policy.setMinimumContentsLength(30)
        self._add.setProperty("role", "primary")
        choice = QVBoxLayout()
        choice.setSpacing(3)
        choice.addWidget(WrapLabel(_("For which policy?"), "small"))
        choice.addWidget(self._policy)
        self._form.body.addLayout(choice)
        self._form.add(self._fields)
        self._form.body.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeading)
        self.body.addWidget(PageHeader(_("Action plan"), _("What is to be done next, by whom and by when.")))
        for widget in (self._form, self._problem, self._plans, self._empty):
            self.body.addWidget(widget)
        self.body.addStretch(1)

    def _connect(self) -> None:
        self._policy.currentIndexChanged.connect(
            lambda: self.model.type(policy_id=str(self._policy.currentData() or ""))
        )
        self._fields.typed.connect(lambda key, text: self.model.type(**{key: text}))
        self._fields.settled.connect(self.model.keep_typed)
        self._add.clicked.connect(self.model.add)
