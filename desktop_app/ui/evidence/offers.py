"""What is cited at other questions already and fits the title that is being typed: one press takes it up."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.i18n import _
from desktop_app.presentation.citation_words import detail, used_at
from desktop_app.presentation.wording import breakable
from desktop_app.storage.citation_query import Source
from desktop_app.ui.overview.step_button import StepButton
from desktop_app.ui.widgets.wrap_label import WrapLabel
from roadmap_core.assessment.citations import Citation


class Offers(QWidget):
    """`chosen` hears which citation was taken up. Hidden while nothing fits."""

    def __init__(self, chosen: Callable[[Citation], None]) -> None:
        super().__init__()
        self._chosen = chosen
        self._shown: tuple[Source, ...] = ()
        self._buttons: list[StepButton] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addWidget(WrapLabel(_("Cited at other questions already"), "caption"))
        self.hide()

    def show_sources(self, sources: Sequence[Source]) -> None:
        self.setVisible(bool(sources))
        if tuple(sources) == self._shown:
            return
        self._shown = tuple(sources)
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        self._buttons = [self._button(source) for source in sources]
        for button in self._buttons:
            self._column.addWidget(button)

    def _button(self, source: Source) -> StepButton:
        used = used_at(len(source.questions))
        below = _("{detail} · {used}").format(detail=detail(source.citation), used=used)
        button = StepButton(breakable(source.citation.title), below if detail(source.citation) else used)
        button.setAccessibleName(_("Take up: {title}").format(title=source.citation.title))
        button.clicked.connect(lambda _checked=False: self._chosen(source.citation))
        return button
