"""What comes of a file that is being taken in: how far it is, what it would bring, and the two buttons."""

from PySide6.QtWidgets import QProgressBar, QPushButton, QVBoxLayout, QWidget

from desktop_app.i18n import _
from desktop_app.operations.bundles.arrival import Arrival, CityArrival
from desktop_app.presentation import arrival_words
from desktop_app.presentation.files_in import FilesIn, Step
from desktop_app.presentation.wording import isolated, spoken
from desktop_app.ui.problem import Problem
from desktop_app.ui.sending.rows import Row, Rows
from desktop_app.ui.widgets.accessible import announce
from desktop_app.ui.widgets.banner import Banner
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.titled_lines import TitledLines
from desktop_app.ui.widgets.wrap_label import WrapLabel


class TakeInPanel(QWidget):
    """Hidden while nothing is taken in. Nothing is changed before `take_button` is pressed."""

    def __init__(self, model: FilesIn) -> None:
        super().__init__()
        self._model = model
        self._shown: Arrival | None = None
        self._title, self._note = WrapLabel("", "strong"), WrapLabel("", "caption")
        self._cities, self._all = Rows(_("What the file brings")), QWidget()
        self._sentences = QVBoxLayout(self._all)
        self._sentences.setContentsMargins(0, 0, 0, 0)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(_("How far the file is looked at"))
        self.take_button, self.leave_button = QPushButton(_("Take it in")), QPushButton(_("Leave it"))
        self.take_button.setProperty("role", "primary")
        self.stop_button = QPushButton(_("Stop"))
        self.problem, self.done = Problem(), Banner("", "", "good")
        self._build()
        self.take_button.clicked.connect(model.take)
        self.leave_button.clicked.connect(model.drop)
        self.stop_button.clicked.connect(model.stop)
        model.changed.connect(self.refresh)
        self.refresh()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        buttons = QWidget()
        flow = FlowLayout(buttons, gap=12)
        for button in (self.take_button, self.leave_button, self.stop_button):
            flow.addWidget(button)
        for part in (self.problem, self.done, self._title, self.progress, self._all, self._cities, self._note, buttons):
            column.addWidget(part)

    def refresh(self) -> None:
        """Show the state of the view-model."""
        model, step = self._model, self._model.step
        self.problem.show_problem(model.problem)
        self.setVisible(step is not Step.IDLE or model.problem is not None)
        self._show_progress(step)
        self._show_arrival(model.arrival if step is Step.SHOWN else None)
        self._show_done(step)
        is_news = model.arrival is not None and model.arrival.is_news
        self.take_button.setVisible(step is Step.SHOWN and is_news)
        self.leave_button.setVisible(step in (Step.SHOWN, Step.TAKEN))
        self.leave_button.setText(_("Leave it") if step is Step.SHOWN and is_news else _("Close"))
        self.stop_button.setVisible(model.is_busy)

    def _show_progress(self, step: Step) -> None:
        name = isolated(self._model.name)
        words = {
            Step.READING: _("{file} is being read …").format(file=name),
            Step.JUDGING: _("{file} is being looked at …").format(file=name),
            Step.TAKING: _("{file} is being taken in …").format(file=name),
        }
        self._title.setText(words.get(step, ""))
        self._title.setVisible(step in words)
        self.progress.setVisible(step in words)
        self.progress.setRange(0, self._model.total if step is not Step.READING else 0)
        self.progress.setValue(self._model.judged)

    def _show_arrival(self, arrival: Arrival | None) -> None:
        for part in (self._all, self._cities, self._note):
            part.setVisible(arrival is not None)
        if arrival is None:
            return
        title = arrival_words.title(self._model.name, arrival)
        self._title.setText(title)
        self._title.show()
        if arrival is self._shown:
            return
        self._shown = arrival
        announce(self, spoken(title))
        self._cities.set_rows([_row(city) for city in arrival.cities])
        while (item := self._sentences.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for sentence in arrival_words.of_all(arrival):
            self._sentences.addWidget(WrapLabel(sentence))
        self._note.setText(_("Nothing is changed yet. What you take in can be taken back for a week."))
        self._note.setVisible(arrival.is_news)

    def _show_done(self, step: Step) -> None:
        is_done = step is Step.TAKEN and self._model.arrival is not None
        if is_done and self._model.arrival is not None and self.done.isHidden():
            title = arrival_words.title(self._model.name, self._model.arrival)
            self.done.set_texts(_("Taken in"), title)
            announce(self, _("Taken in"))
        self.done.setVisible(is_done)


def _row(one: CityArrival) -> Row:
    title, lines = arrival_words.heading(one), [*arrival_words.counts(one), *map(arrival_words.writer, one.writers)]
    return Row((TitledLines(title, lines),), spoken("\n".join([title, *lines])))
