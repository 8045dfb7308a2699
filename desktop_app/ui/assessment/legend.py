"""What the marks of the list mean, in words; and a mark beside its words as one thing."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_app.i18n import _
from desktop_app.storage.views import QuestionState
from desktop_app.ui.marks import FORM_OF_STATE, state_word
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.shape import Shape
from desktop_app.ui.widgets.wrap_label import WrapLabel


def legend() -> QWidget:
    """Every state with its mark, and the mark of a flag, which stands at the far end of a row."""
    holder = QWidget()
    flow = FlowLayout(holder, gap=12, row_gap=2)
    for state in QuestionState:
        form, colour = FORM_OF_STATE[state]
        flow.addWidget(beside(Shape(form, colour), WrapLabel(state_word(state), "caption")))
    flow.addWidget(beside(Shape("triangle", "warn"), WrapLabel(_("Flagged"), "caption")))
    return holder


def beside(mark: QWidget, words: QWidget) -> QWidget:
    """A mark and its words, which never part at the end of a line."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addWidget(mark)
    row.addWidget(words, 1)
    return holder
