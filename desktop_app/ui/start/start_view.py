"""The first start as one calm page: language, city, who you are, begin."""

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop_app.i18n import _, available_languages, format_list, interface_language
from desktop_app.presentation.start_page import StartPage
from desktop_app.presentation.wording import isolated
from desktop_app.ui.start.city_box import CityBox
from desktop_app.ui.view import View
from desktop_app.ui.widgets.banner import Banner
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.measure import letters
from desktop_app.ui.widgets.page_header import PageHeader
from desktop_app.ui.widgets.segmented_choice import SegmentedChoice
from desktop_app.ui.widgets.wrap_label import WrapLabel

WIDTH_LETTERS = 100


class StartView(View[StartPage]):
    def __init__(self, model: StartPage) -> None:
        super().__init__(model, _("Start"))
        languages = available_languages()
        self._languages = SegmentedChoice(_("Language"), [(language.tag, language.name) for language in languages])
        self._machine = WrapLabel(_by_machine([each.name for each in languages if each.is_machine]), "caption")
        self._city = CityBox(model)
        self._official = QLineEdit(model.official)
        self._begin, self._sample = QPushButton(_("Begin")), QPushButton(_("Try with sample data"))
        self._missing = WrapLabel("", "caption")
        self._problem = Banner("", "", "bad")
        self._dress()
        self._lay_out()
        self._connect()

    def refresh(self) -> None:
        model = self.model
        self._city.refresh()
        self._begin.setEnabled(model.can_begin)
        self._missing.setText("" if model.can_begin or model.is_beginning else self._what_is_missing())
        self._problem.setVisible(model.problem is not None)
        if model.problem is not None:
            self._problem.set_texts(model.problem.title, f"{model.problem.what_happened} {model.problem.what_next}")

    def take_focus(self) -> None:
        self._city.search.setFocus()

    def panes(self) -> tuple[QWidget, ...]:
        return (self,)

    @property
    def city_box(self) -> CityBox:
        return self._city

    @property
    def official(self) -> QLineEdit:
        return self._official

    @property
    def begin_button(self) -> QPushButton:
        return self._begin

    def _what_is_missing(self) -> str:
        if not self.model.chosen:
            return _("Choose your city to begin.")
        return _("Say who you are to begin.") if not self.model.official.strip() else _("Name your city to begin.")

    def _dress(self) -> None:
        self._languages.set_value(interface_language())
        if not self._machine.text():
            self._machine.hide()
        self._official.setAccessibleName(_("Your name"))
        self._official.setPlaceholderText(_("Your name, as colleagues know it"))
        self._begin.setProperty("role", "primary")
        self._sample.setProperty("role", "quiet")

    def _lay_out(self) -> None:
        column = QWidget()
        column.setMaximumWidth(letters(self, WIDTH_LETTERS))
        inner = QVBoxLayout(column)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(16)
        inner.addWidget(
            PageHeader(
                _("Where does your city stand?"),
                _("Answer at your own pace. All is saved on this computer; nothing leaves it until you send it."),
            )
        )
        inner.addWidget(self._languages)
        inner.addWidget(self._machine)
        city, person = Card(_("Your city")), Card(_("Who you are"))
        city.add(self._city)
        person.add(self._official)
        person.add(WrapLabel(_("Your name stands beside what you write. No account is needed."), "caption"))
        for card in (city, person, self._problem):
            inner.addWidget(card)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._begin)
        row.addWidget(self._missing, 1)
        row.addWidget(self._sample)
        inner.addLayout(row)
        inner.addStretch(1)
        centred = QHBoxLayout()
        centred.addStretch(1)
        centred.addWidget(column, 1000)
        centred.addStretch(1)
        self.body.addLayout(centred)

    def _connect(self) -> None:
        self._languages.value_picked.connect(self.model.desk.navigator.language_wanted.emit)
        self._official.textChanged.connect(self.model.type_official)
        self._begin.clicked.connect(self.model.begin)
        self._sample.clicked.connect(self.model.try_sample)


def _by_machine(names: list[str]) -> str:
    """Says of these languages who wrote them; empty for none."""
    if not names:
        return ""
    languages = format_list([isolated(name) for name in names])
    return _("Machine translation, not yet checked by a person: {languages}.").format(languages=languages)
