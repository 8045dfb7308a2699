"""Fields for the groups of a recovery sheet. Each is looked at as soon as it is typed; the wrong one says so itself."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop_app.i18n import _, format_number
from desktop_app.ui.widgets.accessible import announce
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.measure import letters
from desktop_app.ui.widgets.restyle import set_style_property
from desktop_app.ui.widgets.wrap_label import WrapLabel
from roadmap_core.keys.codes import row_fits

GROUP_LETTERS = 5


class GroupsField(QWidget):
    """A full group leads on to the next field; several that are pasted are spread over the fields behind.

    Signals:
    typed(): another text.
    """

    typed = Signal()

    def __init__(self, count: int, *, block: int = 0) -> None:
        """`block`: the places, which the check signs check too, begin anew after so many groups; 0: never."""
        super().__init__()
        self._block = block or count
        self.fields = [self._made(place) for place in range(count)]
        self.flaw = WrapLabel("", "error")
        self.flaw.hide()
        groups = QWidget()
        groups.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # as they are printed, in every language
        flow = FlowLayout(groups, gap=10, row_gap=8)
        for place, field in enumerate(self.fields):
            flow.addWidget(_numbered(place, field))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(groups)
        layout.addWidget(self.flaw)

    def rows(self) -> list[str]:
        """What was typed, in order, without the empty fields at the end."""
        texts = [field.text().strip() for field in self.fields]
        while texts and not texts[-1]:
            texts.pop()
        return texts

    def clear(self) -> None:
        for field in self.fields:
            field.clear()
            set_style_property(field, "state", "")
            field.setAccessibleDescription("")
        self.flaw.hide()

    def look(self) -> bool:
        """Whether every group that was typed fits; the focus goes to the first one that doesn't, or that is empty."""
        wrong = [place for place, row in enumerate(self.rows()) if not self._fits(place)]
        for place in wrong:
            self._mark(place)
        if wrong:
            self.fields[wrong[0]].setFocus()
        return not wrong

    def _made(self, place: int) -> QLineEdit:
        field = QLineEdit()
        field.setAccessibleName(_("Group {number}").format(number=format_number(place + 1)))
        field.setMinimumWidth(letters(field, GROUP_LETTERS + 3) + 16)
        field.setMaximumWidth(letters(field, GROUP_LETTERS + 5) + 16)
        field.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
        field.textEdited.connect(lambda text: self._type(place, text))
        field.editingFinished.connect(lambda: self._mark(place))
        return field

    def _type(self, place: int, text: str) -> None:
        signs = "".join(text.replace("-", "").split())
        if len(signs) > GROUP_LETTERS:
            self._spread(place, text.split() if len(text.split()) > 1 else _cut(signs))
        elif len(signs) == GROUP_LETTERS and self._mark(place) and place + 1 < len(self.fields):
            self.fields[place + 1].setFocus()
        self.typed.emit()

    def _spread(self, place: int, groups: list[str]) -> None:
        """What was pasted, without the numbers that are printed before the groups."""
        given = [group for group in groups if not (group.isdecimal() and len(group) < 3)]
        for at, group in enumerate(given[: len(self.fields) - place], place):
            self.fields[at].setText(group)
            self._mark(at)
        self.fields[min(place + len(given), len(self.fields) - 1)].setFocus()

    def _fits(self, place: int) -> bool:
        return row_fits(place % self._block, self.fields[place].text())

    def _mark(self, place: int) -> bool:
        """Show whether the group fits; one that is empty is not wrong yet."""
        field = self.fields[place]
        fits = not field.text().strip() or self._fits(place)
        words = _("Group {row} does not fit its last sign.").format(row=format_number(place + 1))
        if not fits and words != self.flaw.text():
            announce(field, words)
        if not fits or self.flaw.text() == words:
            self.flaw.setText("" if fits else words)
            self.flaw.setVisible(not fits)
        set_style_property(field, "state", "" if fits else "error")
        field.setAccessibleDescription("" if fits else words)
        return fits


def _cut(signs: str) -> list[str]:
    return [signs[start : start + GROUP_LETTERS] for start in range(0, len(signs), GROUP_LETTERS)]


def _numbered(place: int, field: QLineEdit) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    column.addWidget(WrapLabel(format_number(place + 1), "caption"))
    column.addWidget(field)
    return holder
