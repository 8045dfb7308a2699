"""The bar at the top: product mark, whose city, which questionnaire, language, reading, who works here."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QWidget

from desktop_app.i18n import _, available_languages, own_name
from desktop_app.presentation.preferences import TEXT_PERCENTS, Theme
from desktop_app.ui.appearance import Appearance
from desktop_app.ui.theme.icons import set_icon
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.icon_label import IconLabel
from desktop_app.ui.widgets.wrap_label import WrapLabel


class TopBar(QFrame):
    """Signals:
    official_clicked(): the person wants to say who works here.
    search_clicked(): the person wants to find something.
    lock_clicked(): the person wants to leave the computer.
    waiting_clicked(): the person wants to know what this computer waits for.
    """

    official_clicked = Signal()
    search_clicked = Signal()
    lock_clicked = Signal()
    waiting_clicked = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self.setProperty("role", "bar")
        self._mark = IconLabel("waymark", "accent", 1.5)
        self._name = WrapLabel("Waymark", "heading")
        self._city, self._instrument = WrapLabel("", "strong"), WrapLabel("", "muted")
        self._official = QPushButton()
        self._official.setProperty("role", "small")
        self._official.clicked.connect(self.official_clicked)
        self._find, self._language, self._reading = QPushButton(), QPushButton(), QPushButton()
        self._find.clicked.connect(self.search_clicked)
        self._lock = QPushButton()
        self._lock.clicked.connect(self.lock_clicked)
        self._waiting = QPushButton()
        self._waiting.clicked.connect(self.waiting_clicked)
        self._waiting.hide()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(20, 8, 20, 8)
        layout.setSpacing(10)
        layout.addWidget(self._mark)
        layout.addWidget(self._name)
        layout.addSpacing(12)
        middle = Qt.AlignmentFlag.AlignVCenter
        layout.addWidget(self._flowing(self._city, self._instrument, self._waiting), 1, middle)
        layout.addWidget(
            self._flowing(self._find, self._language, self._reading, self._lock, self._official), 0, middle
        )
        self.retranslate()

    def show_city(self, city: str, instrument: str, official: str) -> None:
        """What is known by now; empty texts while the profile is being opened."""
        self._city.setText(city)
        self._instrument.setText(instrument)
        self._official.setText(official.replace("&", "&&"))
        self._official.setAccessibleName(_("Working here: {name}").format(name=official))
        self._official.setVisible(bool(official))
        for button in (self._find, self._lock):
            button.setVisible(bool(official))

    def show_waiting(self, *, is_waiting: bool) -> None:
        """Whether nobody has admitted this computer yet."""
        self._waiting.setVisible(is_waiting)

    def retranslate(self) -> None:
        self.setAccessibleName(_("Top bar"))
        _dress(self._find, "search", _("Find"), _("Find anything (Ctrl+K)"))
        _dress(self._lock, "lock", "", _("Lock the window (Ctrl+L)"))
        words = _("Waits to be admitted")
        _dress(self._waiting, "clock", words, words)
        _dress(self._language, "globe", own_name(self._appearance.language), _("Language"))
        _dress(self._reading, "settings", _("Reading"), _("Colours and size of text"))
        self._fill_languages(_new_menu(self._language))
        self._fill_reading(_new_menu(self._reading))

    def _fill_languages(self, menu: QMenu) -> None:
        """What a machine translated comes last, below a line that says so."""
        group = QActionGroup(menu)
        languages = sorted(available_languages(), key=lambda language: language.is_machine)
        said = False
        for language in languages:
            if language.is_machine and not said:
                said = True
                menu.addSeparator()
                menu.addAction(_("Machine translation, not yet checked by a person:")).setEnabled(False)
            action = _choice(menu, group, language.name, is_chosen=language.tag == self._appearance.language)
            action.triggered.connect(lambda _on=False, tag=language.tag: self._appearance.choose_language(tag))

    def _fill_reading(self, menu: QMenu) -> None:
        names = {Theme.SYSTEM: _("Colours of the system"), Theme.LIGHT: _("Light"), Theme.DARK: _("Dark")}
        themes = QActionGroup(menu)
        for theme, name in names.items():
            action = _choice(menu, themes, name, is_chosen=theme == self._appearance.theme)
            action.triggered.connect(lambda _on=False, theme=theme: self._appearance.choose_theme(theme))
        menu.addSeparator()
        sizes = QActionGroup(menu)
        for percent in TEXT_PERCENTS:
            text = _("Text {percent}").format(percent=f"{percent}\N{NO-BREAK SPACE}%")
            action = _choice(menu, sizes, text, is_chosen=percent == self._appearance.text_percent)
            action.triggered.connect(lambda _on=False, percent=percent: self._appearance.choose_text_percent(percent))

    def _flowing(self, *widgets: QWidget) -> QWidget:
        holder = QWidget(self)
        flow = FlowLayout(holder, gap=10, row_gap=4)
        for widget in widgets:
            flow.addWidget(widget)
        return holder


def _dress(button: QPushButton, icon_name: str, text: str, name: str) -> None:
    button.setProperty("role", "small")
    button.setText(text)
    button.setAccessibleName(name)
    button.setAccessibleDescription(text)
    button.setToolTip(name)
    set_icon(button, icon_name)


def _new_menu(button: QPushButton) -> QMenu:
    old = button.menu()
    if old is not None:
        old.deleteLater()
    menu = QMenu(button)
    menu.setAccessibleName(button.accessibleName())
    button.setMenu(menu)
    return menu


def _choice(menu: QMenu, group: QActionGroup, text: str, *, is_chosen: bool) -> QAction:
    action = menu.addAction(text)
    action.setCheckable(True)
    action.setChecked(is_chosen)
    group.addAction(action)
    return action
