"""Choosing a city: a search field over the list, or name and country of one that isn't on it."""

from PySide6.QtCore import QCollator, QEvent, QLocale, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.i18n import _, interface_language
from desktop_app.presentation.community_words import label
from desktop_app.presentation.countries import countries, country_name
from desktop_app.presentation.start_page import NEW_CITY, StartPage
from desktop_app.presentation.wording import isolated
from desktop_app.ui.start.city_list import CityList
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.measure import letters
from desktop_app.ui.widgets.wrap_label import WrapLabel
from roadmap_core.community.cities import REGIONS, SIZE_CLASSES, City


class CityBox(QWidget):
    """Shows the list of the view-model; rows are hidden, not removed, so that the choice stays."""

    def __init__(self, model: StartPage) -> None:
        super().__init__()
        self._model = model
        self._search, self._list = QLineEdit(model.search), CityList()
        self._none = WrapLabel(_("No city of the list fits. You can enter your own."), "muted")
        self._toggle = QPushButton()
        self._toggle.setProperty("role", "quiet")
        self._name, self._country = QLineEdit(model.new_name), QComboBox()
        self._region, self._size = QComboBox(), QComboBox()
        self._new = self._new_city()
        self._dress()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for widget in (self._search, self._list, self._none, self._new):
            layout.addWidget(widget)
        layout.addWidget(self._toggle, 0, Qt.AlignmentFlag.AlignLeading)
        self._connect()

    @property
    def search(self) -> QLineEdit:
        return self._search

    @property
    def list(self) -> CityList:
        return self._list

    @property
    def name(self) -> QLineEdit:
        return self._name

    @property
    def country(self) -> QComboBox:
        return self._country

    @property
    def region(self) -> QComboBox:
        return self._region

    @property
    def size_class(self) -> QComboBox:
        return self._size

    def refresh(self) -> None:
        model = self._model
        is_new = model.chosen == NEW_CITY
        found = frozenset(city.id for city in model.found())
        self._list.set_cities([(city.id, _text(city)) for city in model.cities])
        self._list.show_found(found)
        self._list.show_chosen(model.chosen)
        for widget in (self._search, self._list):
            widget.setVisible(not is_new)
        self._none.setVisible(not is_new and not found and bool(model.cities))
        self._new.setVisible(is_new)
        self._toggle.setText(_("Choose from the list") if is_new else _("My city is not on the list"))

    def _new_city(self) -> QWidget:
        collator = QCollator(QLocale(interface_language()))
        names = countries()
        ordered = sorted(names, key=lambda code: collator.sortKey(names[code]))
        self._country.addItem(_("Country"), "")
        _fill(self._country, [(code, names[code]) for code in ordered], self._model.new_country)
        self._region.addItem(_("Region: not known"), "")
        _fill(self._region, [(each, label("region", each)) for each in REGIONS], self._model.new_region)
        self._size.addItem(_("Residents: not known"), "")
        _fill(self._size, [(each, label("size", each)) for each in SIZE_CLASSES], self._model.new_size)
        self._name.setMinimumWidth(letters(self, 30))
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for pair in ((self._name, self._country), (self._region, self._size)):
            fields = QWidget()
            flow = FlowLayout(fields, gap=12)
            for widget in pair:
                flow.addWidget(widget)
            column.addWidget(fields)
        column.addWidget(WrapLabel(_("Region and size say which cities yours is compared with."), "caption"))
        return holder

    def _dress(self) -> None:
        self._search.setPlaceholderText(_("Type the name of your city"))
        self._search.setAccessibleName(_("Find your city"))
        self._list.setAccessibleName(_("Cities of the alliance"))
        self._name.setPlaceholderText(_("Name of the city"))
        self._name.setAccessibleName(_("Name of the city"))
        self._country.setAccessibleName(_("Country"))
        self._region.setAccessibleName(_("Region"))
        self._size.setAccessibleName(_("Number of residents"))
        for choice in (self._country, self._region, self._size):
            choice.setMinimumWidth(letters(self, 26))
            choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            choice.setMinimumContentsLength(20)

    def _connect(self) -> None:
        self._search.installEventFilter(self)
        self._search.textChanged.connect(self._model.type_search)
        self._list.city_chosen.connect(self._choose)
        self._toggle.clicked.connect(self._switch)
        self._name.textChanged.connect(self._type_new)
        self._country.currentIndexChanged.connect(self._type_new)
        self._region.currentIndexChanged.connect(self._choose_groups)
        self._size.currentIndexChanged.connect(self._choose_groups)

    def _choose(self, city_id: str) -> None:
        if city_id != self._model.chosen:
            self._model.choose(city_id)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down goes from the search field into the list."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Down:
            self._list.focus_first()
            return True
        return super().eventFilter(watched, event)

    def _switch(self) -> None:
        if self._model.chosen == NEW_CITY:
            self._model.choose("")
            self._search.setFocus()
        else:
            self._list.clearSelection()
            self._model.choose(NEW_CITY)
            self._name.setFocus()

    def _type_new(self) -> None:
        self._model.type_new(self._name.text(), str(self._country.currentData() or ""))

    def _choose_groups(self) -> None:
        self._model.choose_groups(str(self._region.currentData() or ""), str(self._size.currentData() or ""))


def _fill(choice: QComboBox, options: list[tuple[str, str]], chosen: str) -> None:
    """Adds value and text of each, and shows the one that is chosen."""
    for value, text in options:
        choice.addItem(text, value)
    choice.setCurrentIndex(max(0, choice.findData(chosen)))


def _text(city: City) -> str:
    names = {"city": isolated(city.name), "country": country_name(city.iso2), "local_name": isolated(city.local_name)}
    if city.local_name in (city.name, ""):
        return _("{city}, {country}").format(**names)
    return _("{city}, {country} · {local_name}").format(**names)
