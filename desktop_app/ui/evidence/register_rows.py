"""The rows of the evidence register: each with the form and the colour of its grade."""

from collections.abc import Callable, Sequence

from desktop_app.i18n import _
from desktop_app.presentation.evidence_page import RegisterRow
from desktop_app.presentation.wording import breakable, spoken
from desktop_app.ui.evidence.grades import TONE_AND_FORM
from desktop_app.ui.widgets.keyed_rows import KeyedRow
from desktop_app.ui.widgets.pill import COLOUR_OF_TONE


class RegisterRows:
    """Makes each row once: three hundred documents are shown anew with each answer."""

    def __init__(self, words: Callable[[RegisterRow], tuple[str, str]]) -> None:
        """`words` of a row: a title, and the line below it."""
        self._words = words
        self._made: dict[RegisterRow, KeyedRow] = {}

    def of(self, rows: Sequence[RegisterRow]) -> list[KeyedRow]:
        self._made |= {row: self._row(row) for row in rows if row not in self._made}
        return [self._made[row] for row in rows]

    def _row(self, row: RegisterRow) -> KeyedRow:
        title, second = self._words(row)
        tone, form = TONE_AND_FORM[row.grade]
        whole = spoken(_("{title}. {second}").format(title=title, second=second))
        return KeyedRow(row.key, breakable(title), breakable(second), whole, (form, COLOUR_OF_TONE[tone]))
