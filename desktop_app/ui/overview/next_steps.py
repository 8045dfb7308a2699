"""What to do next: the first gaps across all policies, each opens its question."""

from PySide6.QtWidgets import QPushButton, QWidget

from desktop_app.i18n import _, format_number, ngettext
from desktop_app.presentation import wording
from desktop_app.presentation.overview_page import OverviewPage
from desktop_app.ui.overview.step_button import StepButton
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.wrap_label import WrapLabel
from roadmap_core.assessment.standing import Gap, GapKind


class NextSteps(Card):
    """Rebuilt when the steps are other ones."""

    def __init__(self, model: OverviewPage) -> None:
        super().__init__(_("Next steps"))
        self._model = model
        self._shown: tuple[Gap, ...] | None = None
        self._rows: list[QWidget] = []

    def refresh(self) -> None:
        steps = self._model.next_steps()
        if steps == self._shown:
            return
        self._shown = steps
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._rows = [self._row(gap) for gap in steps] or [WrapLabel(_("Nothing is open. Well done."), "muted")]
        for row in self._rows:
            self.add(row)

    def buttons(self) -> list[QPushButton]:
        return [row for row in self._rows if isinstance(row, QPushButton)]

    def _row(self, gap: Gap) -> QWidget:
        instrument = self._model.desk.instrument
        question = instrument.question(gap.question_id)
        policy = wording.policy_name(instrument.policy(gap.policy_id))
        button = StepButton(_sentence(gap).format(policy=policy), wording.question_text(question).text)
        button.clicked.connect(lambda _on=False, chosen=gap.question_id: self._model.open_question(chosen))
        return button


def _sentence(gap: Gap) -> str:
    if gap.is_gate:
        return _("{policy}: is there a rule?")
    if gap.is_accountable:
        return _("{policy}: name who is answerable")
    if gap.kind is GapKind.UNANSWERED:
        return _("{policy}: not answered yet")
    if gap.kind is GapKind.UNKNOWN:
        return _("{policy}: find out")
    text = ngettext("{policy}: {number} point to gain", "{policy}: {number} points to gain", gap.missing)
    return text.replace("{number}", format_number(gap.missing))
