"""The action plan: what comes next, a form, and what is planned by policy, filtered by chips."""

from PySide6.QtWidgets import QComboBox, QPushButton, QWidget

from desktop_app.i18n import _
from desktop_app.presentation import wording
from desktop_app.presentation.plan_list import EVERY
from desktop_app.presentation.plan_page import PlanPage
from desktop_app.presentation.wording import breakable, isolated
from desktop_app.storage.views import PlanAction
from desktop_app.ui.plan.action_form import ActionForm
from desktop_app.ui.plan.action_row import ActionRow
from desktop_app.ui.plan.choosing import calendar_to_save
from desktop_app.ui.view import View
from desktop_app.ui.widgets.banner import Banner
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.empty_state import EmptyState
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.heading import Heading
from desktop_app.ui.widgets.page_header import PageHeader
from desktop_app.ui.widgets.scroll_page import reveal
from desktop_app.ui.widgets.segmented_choice import SegmentedChoice
from desktop_app.ui.widgets.text_fields import TextFields
from desktop_app.ui.widgets.wrap_label import WrapLabel


class PlanView(View[PlanPage]):
    def __init__(self, model: PlanPage) -> None:
        super().__init__(model, _("Action plan"))
        self._next = Banner("", "", "info", "arrow")
        self._form = ActionForm(model)
        self._problem = Banner("", "", "bad")
        self._problem.hide()
        self._empty = EmptyState(
            "plan", _("No actions yet"), _("Actions that you plan for a policy will stand here, with name and date.")
        )
        self._plans = Card(_("Planned"))
        self._statuses, self._owners = SegmentedChoice(_("Status")), QComboBox()
        self._calendar, self._saved = QPushButton(_("Save as a calendar")), WrapLabel("", "muted")
        self._none = WrapLabel(_("There is none of this kind."), "muted")
        self._shown: object = None
        self._rows: list[QWidget] = []
        self._lay_out()
        self._statuses.value_picked.connect(lambda status: model.choose_status(str(status)))
        self._owners.activated.connect(lambda: model.choose_owner(str(self._owners.currentData())))
        self._calendar.clicked.connect(self._export)

    def refresh(self) -> None:
        model = self.model
        self._form.refresh()
        self._problem.setVisible(model.problem is not None)
        if model.problem is not None:
            self._problem.set_texts(model.problem.title, model.problem.what_next)
        if model.view is None:
            return
        self._statuses.set_options(model.chips())
        self._statuses.set_value(model.filter.status)
        self._offer_owners(model.owners())
        self._saved.setText(model.saved)
        self._saved.setVisible(bool(model.saved))
        self._plans.setVisible(not model.is_empty)
        self._empty.setVisible(model.is_empty)
        self._say_what_is_next()
        self._show()

    def panes(self) -> tuple[QWidget, ...]:
        return (self._form, self._plans)

    def take_focus(self) -> None:
        self._form.fields.focus_first()

    @property
    def form(self) -> ActionForm:
        return self._form

    @property
    def fields(self) -> TextFields:
        return self._form.fields

    @property
    def owners(self) -> QComboBox:
        return self._owners

    def _say_what_is_next(self) -> None:
        """The next best step, with the rule by which it was chosen."""
        step = self.model.next
        self._next.setVisible(step is not None)
        if step is not None and step.action is not None:
            self._next.set_texts(
                _("Next best step: {action}").format(action=isolated(breakable(step.action.text))),
                _(
                    "The rule: what is due first comes first, late actions before all. Of equals what is under way, "
                    "then the least work."
                ),
            )
        elif step is not None:
            self._next.set_texts(
                _("Next best step: plan an action for {policy}").format(policy=wording.policy_name(step.policy)),
                _(
                    "The rule: no action is open, so the first policy of the roadmap comes that isn't implemented and "
                    "has no plan."
                ),
            )

    def _offer_owners(self, owners: tuple[str, ...]) -> None:
        if [self._owners.itemData(at) for at in range(1, self._owners.count())] != list(owners):
            self._owners.clear()
            self._owners.addItem(_("Everybody"), EVERY)
            for owner in owners:
                self._owners.addItem(owner, owner)
        self._owners.setVisible(bool(owners))
        self._owners.setCurrentIndex(self._owners.findData(self.model.filter.owner))

    def _show(self) -> None:
        planned, today = self.model.planned, self.model.today
        now = (planned, today, [self.model.is_in_form(action) for _policy, actions in planned for action in actions])
        self._none.setVisible(not planned)
        if now == self._shown:
            return
        self._shown = now
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._rows = []
        for policy, actions in planned:
            self._rows.append(Heading(wording.policy_name(policy), level=3))
            self._rows += [self._row(policy.id, action) for action in actions]
        for row in self._rows:
            self._plans.add(row)

    def _row(self, policy_id: str, action: PlanAction) -> ActionRow:
        row = ActionRow(action, self.model.today, is_in_form=self.model.is_in_form(action))
        row.finished.connect(lambda: self.model.finish(policy_id, action))
        row.changed.connect(lambda: self._change(policy_id, action))
        row.removed.connect(lambda: self.model.remove(policy_id, action))
        return row

    def _change(self, policy_id: str, action: PlanAction) -> None:
        self.model.change(policy_id, action)
        reveal(self._form)
        self._form.fields.field("text").setFocus()

    def _export(self) -> None:
        file = calendar_to_save(self)
        if file is not None:
            self.model.export(file)

    def _lay_out(self) -> None:
        self._owners.setAccessibleName(_("Who does it?"))
        self._owners.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._owners.setMinimumContentsLength(16)
        self._calendar.setProperty("role", "small")
        filters = QWidget()
        flow = FlowLayout(filters, gap=12)
        for widget in (self._statuses, self._owners, self._calendar):
            flow.addWidget(widget)
        for part in (filters, self._saved, self._none):
            self._plans.add(part)
        self.body.addWidget(PageHeader(_("Action plan"), _("What is to be done next, by whom and by when.")))
        for block in (self._next, self._form, self._problem, self._plans, self._empty):
            self.body.addWidget(block)
        self.body.addStretch(1)
