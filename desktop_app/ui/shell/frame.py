"""What fills the window: bar, navigation, page, status line. It shows where the navigator is and knows no page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.i18n import _
from desktop_app.presentation.places import Place
from desktop_app.ui.appearance import Appearance
from desktop_app.ui.pages import PAGES, PAGES_BY_KEY
from desktop_app.ui.sending.choosing import dropped_file
from desktop_app.ui.shell.computer_banners import ComputerBanners
from desktop_app.ui.shell.official_dialog import OfficialDialog
from desktop_app.ui.shell.page_stack import PageStack
from desktop_app.ui.shell.panes import next_pane
from desktop_app.ui.shell.read_only_strip import ReadOnlyStrip, export
from desktop_app.ui.shell.sample_strip import SampleStrip
from desktop_app.ui.shell.top_bar import TopBar
from desktop_app.ui.shell.whole_screen import WholeScreen
from desktop_app.ui.widgets.accessible import announce
from desktop_app.ui.widgets.measure import letters
from desktop_app.ui.widgets.nav_list import NavList, NavText
from desktop_app.ui.widgets.rule import Rule
from desktop_app.ui.widgets.scroll_page import ScrollPage
from desktop_app.ui.widgets.status_line import StatusItem, StatusLine

if TYPE_CHECKING:  # loaded after the first window is painted
    from desktop_app.presentation.shell import Shell

NAV_LETTERS = 31
"""Room for the navigation: its words wrap."""


class Frame(QWidget):
    """Empty until `show_desk` gives it an open profile."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._shell: Shell | None = None
        self._stack: PageStack | None = None
        self._screen: QWidget | None = None
        self._bar = TopBar(appearance)
        self._strip, self._read_only = SampleStrip(), ReadOnlyStrip()
        self._notices = ComputerBanners()
        self._nav = NavList("")
        self._nav_scroll = ScrollPage(self._nav)
        self._status = StatusLine()
        self._build()
        self._whole = WholeScreen(self, (self._bar, self._nav_scroll), self._refresh)
        self._connect()
        self.retranslate()

    def show_desk(self, shell: Shell) -> None:
        """Take up a profile; the one before must have been closed by `close_desk`."""
        desk = shell.desk
        self._stack = PageStack(desk)
        self._page.addWidget(self._stack, 1)
        self._shell = shell
        self._shell.changed.connect(self._refresh)
        self._shell.told.connect(self._tell)
        desk.navigator.moved.connect(self._show_place)
        desk.navigator.language_wanted.connect(self._appearance.choose_language)
        desk.navigator.screen_wanted.connect(self._whole.turn)
        self._shell.load()

    def close_desk(self) -> None:
        """Save what was typed and let go of the profile."""
        if self._shell is None or self._stack is None:
            return
        self._shell.desk.navigator.moved.disconnect(self._show_place)
        self._shell.desk.navigator.language_wanted.disconnect(self._appearance.choose_language)
        self._stack.close_pages()
        self._shell.close()
        self._page.removeWidget(self._stack)
        self._stack.hide()
        self._stack.deleteLater()
        self._shell, self._stack = None, None
        self._refresh()

    def cover(self, screen: QWidget | None) -> None:
        """Hide all that is of the profile at once, and show this instead; None: show the profile again."""
        if self._screen is not None:
            self._page.removeWidget(self._screen)
            self._screen.hide()
            self._screen.deleteLater()
        self._screen = screen
        self._refresh()
        if screen is not None:
            self._page.addWidget(screen, 1)
        else:
            self._focus_page()

    @property
    def _open_shell(self) -> Shell | None:
        """What a person may work with now."""
        return self._shell if self._screen is None else None

    def go_to(self, key: str, item: str = "") -> None:
        """Open a page, on `item` or on what it shows first."""
        if (shell := self._open_shell) is not None:
            shell.go_to(key, item)

    @property
    def has_city(self) -> bool:
        return self._open_shell is not None and self._open_shell.city is not None

    @property
    def place(self) -> Place | None:
        """The page that is in front; None while no profile is open."""
        return self._shell.desk.navigator.place if self._shell is not None else None

    @property
    def bar(self) -> TopBar:
        return self._bar

    @property
    def navigation(self) -> NavList:
        return self._nav

    @property
    def pages(self) -> PageStack | None:
        return self._stack

    def settle(self) -> None:
        """Save what was typed."""
        if self._stack is not None:
            self._stack.settle()

    def keep_typed(self) -> None:
        """Hand over to be saved what was typed on any page; `has_unsaved` tells how it went, once that is done."""
        if self._shell is not None and self._stack is not None:
            self._shell.desk.saves.failed = False
            self._stack.keep_typed()

    @property
    def has_unsaved(self) -> bool:
        """Whether something could not be saved: handed over by `keep_typed`, or before it."""
        if self._shell is None or self._stack is None:
            return False
        return self._shell.desk.saves.failed or self._stack.has_unsaved

    def show_unsaved(self) -> None:
        """Go to what could not be saved; the words about it stand beside it."""
        if self._stack is not None:
            self._stack.show_unsaved()

    def retranslate(self) -> None:
        """Everything in the language and size of now; the place, the question and typed text stay."""
        self._bar.retranslate()
        self._strip.retranslate()
        self._read_only.retranslate()
        self._nav.setAccessibleName(_("Pages"))
        self._nav.set_entries(
            [
                NavText(page.key, _(page.title), page.icon, _(page.section) if page.section else "")
                for page in PAGES
                if page.in_navigation
            ]
        )
        self._fit_navigation()
        if self._stack is not None:
            self._stack.rebuild()
        self._refresh()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A file with updates may be dropped anywhere, once a city is open."""
        if self.has_city and dropped_file(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Look into it; nothing is taken in before somebody says so."""
        file = dropped_file(event.mimeData())
        if file is not None and self._shell is not None and self.has_city:
            event.acceptProposedAction()
            self._shell.desk.navigator.bring(file)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_navigation()

    def _fit_navigation(self) -> None:
        """The navigation asks for its share of the window; its longest word fits beside a scroll bar too."""
        wanted = min(self._nav.sizeHint().width(), letters(self._nav, NAV_LETTERS))
        least = self._nav.minimumSizeHint().width() + self._nav_scroll.verticalScrollBar().sizeHint().width()
        self._nav_scroll.setFixedWidth(max(wanted, least))

    def _build(self) -> None:
        self.setProperty("role", "page")
        self.setAcceptDrops(True)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._middle = QHBoxLayout()
        self._middle.setSpacing(0)
        self._middle.addWidget(self._nav_scroll)
        self._page = QVBoxLayout()
        self._page.setSpacing(0)
        self._page.addWidget(self._notices)
        self._middle.addLayout(self._page, 1)
        for part in (self._bar, Rule(), self._strip, self._read_only):
            outer.addWidget(part)
        outer.addLayout(self._middle, 1)
        outer.addWidget(self._status)

    def _connect(self) -> None:
        self._appearance.changed.connect(self.retranslate)
        self._nav.page_chosen.connect(self.go_to)
        self._bar.official_clicked.connect(self._ask_official)
        self._bar.search_clicked.connect(self.search)
        self._bar.waiting_clicked.connect(lambda: self.go_to("join"))
        self._strip.wanted.connect(lambda: self._want_profile("own"))
        self._read_only.wanted.connect(self._export)
        QShortcut(QKeySequence("Ctrl+K"), self, self.search)
        QShortcut(QKeySequence("F1"), self, lambda: self.go_to("settings", "keys"))
        for keys, back in (("Ctrl+Z", True), ("Ctrl+Shift+Z", False), ("Ctrl+Y", False)):
            QShortcut(QKeySequence(keys), self, lambda back=back: self.turn(back=back))
        for keys, step in (("F6", 1), ("Shift+F6", -1)):
            QShortcut(QKeySequence(keys), self, lambda step=step: self._next_pane(step))

    def _export(self) -> None:
        if self._shell is not None:
            export(self._shell.desk, self)

    def _ask_official(self) -> None:
        if self._shell is None or self._shell.desk.is_read_only:
            return
        self.settle()
        dialog = OfficialDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.name_given.connect(self._shell.change_official)
        dialog.open()

    def search(self) -> None:
        if self._shell is None or not self.has_city:
            return
        from desktop_app.ui.shell.search_palette import open_search  # not before the first window is painted

        self.settle()
        titles = [(page.key, _(page.title)) for page in PAGES if page.in_navigation]
        open_search(self._shell.desk, titles, self)

    def turn(self, *, back: bool) -> None:
        """Undo or redo. What is typed in the field that has the focus is undone by the field itself."""
        if self._open_shell is not None:
            self.settle()
            (self._open_shell.undo if back else self._open_shell.redo)()

    def _want_profile(self, which: str) -> None:
        if self._shell is not None:
            self._shell.desk.navigator.profile_wanted.emit(which)

    def _show_place(self, place: Place) -> None:
        if self._stack is None:
            return
        self._stack.show_place(place)
        self._refresh()
        QTimer.singleShot(0, self._focus_page)  # what was just built can't take the focus before it is laid out

    def _focus_page(self) -> None:
        if self._stack is not None and self._stack.view is not None:
            self._stack.view.take_focus()

    def _refresh(self) -> None:
        shell = self._open_shell
        city = shell.city if shell is not None else None
        self._nav_scroll.setVisible(city is not None)
        self._status.setVisible(city is not None)
        self._strip.setVisible(city is not None and city.is_sample)
        self._read_only.setVisible(shell is not None and shell.desk.is_read_only)
        self._whole.make_room()
        self._notices.show_notices(shell.notices() if shell is not None and city is not None else ())
        if self._stack is not None:
            self._stack.setVisible(self._screen is None)
        if shell is None:
            self._bar.show_city("", "", "")
            self._bar.show_waiting(is_waiting=False)
            return
        self._bar.show_city(shell.city_title(), shell.instrument_title(), city.official if city else "")
        self._bar.show_waiting(is_waiting=shell.is_waiting)
        self._status.set_items([StatusItem(fact.text, fact.tone) for fact in shell.facts()])
        self._status.set_hints([_("Next part: F6")])
        page = PAGES_BY_KEY.get(shell.desk.navigator.place.page)
        if page is not None:
            self._nav.set_current(page.shown_under or page.key)
        for key, (count, words) in shell.counters().items():
            if key in PAGES_BY_KEY and PAGES_BY_KEY[key].in_navigation:
                self._nav.set_count(key, count, words)
        self._fit_navigation()

    def _tell(self, words: str) -> None:
        announce(self._status, words)

    def _next_pane(self, step: int) -> None:
        view = self._stack.view if self._stack is not None else None
        next_pane((self._bar, self._nav, *(view.panes() if view is not None else ())), step)
