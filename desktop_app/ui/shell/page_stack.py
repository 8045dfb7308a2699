"""The page in front. View-models and views are made when first needed, views anew when the language changes."""

from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget

from desktop_app.presentation.desk import Desk
from desktop_app.presentation.page import Page
from desktop_app.presentation.places import Place
from desktop_app.ui.pages import PAGES, PAGES_BY_KEY
from desktop_app.ui.shell.read_only_strip import reason
from desktop_app.ui.view import View
from desktop_app.ui.widgets.writing import bar


class PageStack(QStackedWidget):
    """Holds the pages of one desk."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._models: dict[str, Page] = {}
        self._views: dict[str, View[Any]] = {}
        self._undrawn: list[str] = []
        self._key = ""

    @property
    def view(self) -> View[Any] | None:
        return self._views.get(self._key)

    def model(self, key: str) -> Page:
        """The view-model of a page that was opened. Raises KeyError for another."""
        return self._models[key]

    def show_place(self, place: Place) -> None:
        if self._key and self._key != place.page:
            self._leave()
        view = self._views.get(place.page) or self._built(place.page)
        self._key = place.page
        self._models[place.page].open(place.item)
        view.refresh()
        self.setCurrentWidget(view)

    def prepare(self) -> bool:
        """Does a piece of what opening a page for the first time would do: makes it, or draws it unseen.

        Returns whether anything was left to do. Nothing that a person sees or has typed changes.
        """
        if self._undrawn:
            view = self._views.get(self._undrawn.pop())
            if view is not None and view is not self.view:
                view.resize(self.size())
                view.grab()
            return True
        for page in PAGES:
            if page.is_prepared and page.key not in self._views:
                self._built(page.key)
                self._models[page.key].prepare()
                self._undrawn.append(page.key)
                return True
        return False

    def rebuild(self) -> None:
        """Every view anew, in the language of now; the view-models keep what was typed."""
        self.settle()
        for view in self._views.values():
            self.removeWidget(view)
            view.hide()
            view.deleteLater()
        self._views.clear()
        if self._key:
            view = self._built(self._key)
            view.refresh()
            self.setCurrentWidget(view)

    def settle(self) -> None:
        """Save what was typed."""
        if self.view is not None:
            self.view.settle()

    def keep_typed(self) -> None:
        """Hand over to be saved what was typed on any page."""
        self.settle()
        for model in self._models.values():
            model.keep_typed()

    @property
    def has_unsaved(self) -> bool:
        """Whether something that was typed could not be saved."""
        return any(model.has_unsaved for model in self._models.values())

    def show_unsaved(self) -> None:
        """Go to what could not be saved, if a page has such a thing."""
        for model in list(self._models.values()):
            model.show_unsaved()
        QTimer.singleShot(0, self._show_problem)  # a notice that came just now has no place before it is laid out

    def _show_problem(self) -> None:
        if self.view is not None:
            self.view.show_problem()

    def close_pages(self) -> None:
        """Save what was typed and let go of the desk."""
        if self._key:
            self._leave()
        for model in self._models.values():
            model.close()

    def _leave(self) -> None:
        self.settle()
        self._models[self._key].leave()

    def _built(self, key: str) -> View[Any]:
        make_model, make_view = PAGES_BY_KEY[key].parts()
        if key not in self._models:
            self._models[key] = make_model(self._desk)
        view = self._views[key] = make_view(self._models[key])
        self.addWidget(view)
        if self._desk.is_read_only:
            self._bar(view)
            self._models[key].changed.connect(lambda: self._bar(view))  # after its refresh, which may bring new parts
        return view

    def _bar(self, view: View[Any]) -> None:
        if view in self._views.values():
            bar(view, reason())
