"""Below an answer: how sure the city is of it, the flag, and its marks in words and shapes."""

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop_app.errors import Words
from desktop_app.i18n import _, format_number, to_ascii_digits
from desktop_app.presentation.answer_marks import AnswerMarks
from desktop_app.presentation.problems import what_now
from desktop_app.ui.evidence.grades import show_grade
from desktop_app.ui.theme.icons import set_icon
from desktop_app.ui.theme.tokens import Tone
from desktop_app.ui.widgets.accessible import announce
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.pill import Pill
from desktop_app.ui.widgets.segmented_choice import SegmentedChoice
from desktop_app.ui.widgets.shape import Form
from desktop_app.ui.widgets.told import Told
from desktop_app.ui.widgets.wrap_label import WrapLabel
from desktop_app.ui.widgets.writing import writes
from roadmap_core.assessment.confidence import Confidence
from roadmap_core.instrument.model import Instrument

_MARK: dict[Confidence, tuple[Tone, Form]] = {
    Confidence.GUESS: ("warn", "hollow"),
    Confidence.FAIRLY_SURE: ("info", "half"),
    Confidence.SURE: ("good", "diamond"),
}


def confidence_word(confidence: Confidence) -> str:
    words = {
        Confidence.GUESS: _("A guess"),
        Confidence.FAIRLY_SURE: _("Fairly sure"),
        Confidence.SURE: _("Sure"),
    }
    return words[confidence]


class MarksBar(QWidget):
    """While the focus is on the confidence, its digits choose there."""

    def __init__(self, instrument: Instrument, marks: AnswerMarks) -> None:
        super().__init__()
        self._instrument, self._marks = instrument, marks
        self._confidence, self._flag = SegmentedChoice(_("How sure are you?"), _levels()), QPushButton()
        self._take_back = QPushButton(_numbered(0, _("Take back")))
        self._flag.setCheckable(True)
        self._told = Told(self._flag, both=True)
        set_icon(self._flag, "flag", "ink_2")
        self._said, self._grade, self._fresh = Pill(""), Pill(""), Pill("")
        self._flagged = Pill(_("Look at it again"), "warn", "triangle")
        self._problem, self._pills = WrapLabel("", "error"), QWidget()
        writes(self._confidence, self._flag, self._take_back)
        self._lay_out()
        self._confidence.value_picked.connect(self._pick)
        self._take_back.clicked.connect(self._forget)
        self._flag.clicked.connect(self.toggle_flag)
        marks.changed.connect(self.refresh)

    def refresh(self) -> None:
        marks = self._marks
        self._confidence.set_value(marks.confidence)
        self._take_back.setVisible(marks.confidence is not None)
        self._told.show(checked=marks.is_flagged)
        self._flag.setText(_("Flagged (F)") if marks.is_flagged else _("Flag (F)"))
        self._said.setVisible(marks.confidence is not None)
        if marks.confidence is not None:
            self._said.set_status(confidence_word(marks.confidence), *_MARK[marks.confidence])
        show_grade(self._grade, self._instrument, marks.grade)
        self._fresh.set_status(marks.freshness(), *_freshness_mark(is_stale=marks.is_stale))
        self._flagged.setVisible(marks.is_flagged)
        for pill in (self._grade, self._fresh):
            pill.setVisible(marks.is_answered)
        self._pills.setVisible(marks.is_answered or marks.is_flagged or marks.confidence is not None)
        self._problem.setVisible(marks.problem is not None)
        self._problem.setText(_what_failed(marks.problem) if marks.problem is not None else "")

    def toggle_flag(self) -> None:
        self._marks.toggle_flag()
        announce(self, _("Flagged") if self._marks.is_flagged else _("No longer flagged"))

    def take_focus(self) -> None:
        """To what is said of the confidence."""
        self._confidence.focus_chosen()

    def choose_key(self, key: str) -> bool:
        """A digit, if the focus is on the confidence. True if it was taken."""
        here = self._confidence.isAncestorOf(self.focusWidget()) if self.focusWidget() is not None else False
        levels = {str(int(level)): level for level in Confidence}
        digit = to_ascii_digits(key)
        if not here or digit not in ("0", *levels):
            return False
        self._pick(levels.get(digit))
        self._confidence.focus_chosen()
        return True

    def _pick(self, level: Confidence | None) -> None:
        self._marks.say_confidence(level)

    def _forget(self) -> None:
        self._confidence.focus_chosen()
        self._pick(None)

    def _lay_out(self) -> None:
        self._take_back.setProperty("role", "quiet")
        choice = QWidget()
        flow, pills = FlowLayout(choice, gap=10, row_gap=6), FlowLayout(self._pills, gap=8, row_gap=4)
        for widget in (WrapLabel(_("How sure?"), "small"), self._confidence, self._flag, self._take_back):
            flow.addWidget(widget)
        for pill in (self._said, self._grade, self._fresh, self._flagged):
            pills.addWidget(pill)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (choice, self._pills, self._problem):
            column.addWidget(part)


def _levels() -> list[tuple[Confidence, str]]:
    return [(level, _numbered(int(level), confidence_word(level))) for level in Confidence]


def _numbered(digit: int, word: str) -> str:
    """With the digit that chooses it."""
    return _("{key} {word}").format(key=format_number(digit), word=word)


def _what_failed(problem: Words) -> str:
    return _("{title}. {what_now}").format(title=problem.title, what_now=what_now(problem))


def _freshness_mark(*, is_stale: bool) -> tuple[Tone, Form]:
    return ("warn", "triangle") if is_stale else ("neutral", "ring")
