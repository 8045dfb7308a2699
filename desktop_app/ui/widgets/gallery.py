"""Every widget in every state in one window, to look at and to test. Shows no record of anybody.

The words are examples, marked as translatable so that the pseudo-languages stretch and turn them too.
"""

from collections.abc import Callable
from decimal import Decimal

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QPushButton, QVBoxLayout, QWidget

from desktop_app.i18n import _
from desktop_app.ui.theme.tokens import TONES
from desktop_app.ui.widgets.banner import Banner
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.choice_group import ChoiceGroup, ChoiceText
from desktop_app.ui.widgets.empty_state import EmptyState
from desktop_app.ui.widgets.field_row import FieldRow
from desktop_app.ui.widgets.figure_card import FigureCard
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.gallery_charts import chart_cards
from desktop_app.ui.widgets.gallery_lists import code_card, list_card
from desktop_app.ui.widgets.icon_label import IconLabel
from desktop_app.ui.widgets.key_hint import KeyHint
from desktop_app.ui.widgets.nav_list import NavList, NavText
from desktop_app.ui.widgets.number_field import NumberField
from desktop_app.ui.widgets.page_header import PageHeader
from desktop_app.ui.widgets.pill import Pill
from desktop_app.ui.widgets.scroll_page import ScrollPage
from desktop_app.ui.widgets.segmented_choice import SegmentedChoice
from desktop_app.ui.widgets.stacking_split import StackingSplit
from desktop_app.ui.widgets.stage_bar import StageBar
from desktop_app.ui.widgets.status_line import StatusItem, StatusLine
from desktop_app.ui.widgets.text_area import TextArea
from desktop_app.ui.widgets.text_view import TextView

ICONS = (
    "overview",
    "roadmap",
    "plan",
    "community",
    "send",
    "receive",
    "two-answers",
    "check",
    "warning",
    "info",
    "error",
    "arrow",
    "back",
    "chevron",
    "chevron-down",
    "search",
    "globe",
    "person",
    "note",
    "flag",
    "lock",
    "computer",
    "server",
    "clock",
    "plus",
    "minus",
    "close",
    "settings",
    "refresh",
    "undo",
    "evidence",
    "barrier",
    "report",
    "review",
    "table",
    "chart",
    "usb",
    "help",
    "trash",
    "waymark",
)


class Gallery(QMainWindow):
    """`waymark gallery`: navigation, a page of cards, the status line."""

    def __init__(self) -> None:
        super().__init__()
        self.resize(1366, 768)
        self._build()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._build()

    def _build(self) -> None:
        self.setWindowTitle(_("Gallery of widgets"))
        root = QWidget(self)
        self.setCentralWidget(root)  # first: what is styled already is styled again whenever it gets a parent
        outer = QVBoxLayout(root)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        outer.addLayout(middle, 1)
        middle.addWidget(ScrollPage(_navigation(), parent=root, hug_width=True))
        middle.addWidget(ScrollPage(_page(), parent=root), 1)
        outer.addWidget(_status())


def _navigation() -> NavList:
    alliance, sharing = _("Alliance"), _("Sharing")
    nav = NavList(
        _("Pages"),
        [
            NavText("overview", _("Overview"), "overview"),
            NavText("roadmap", _("Roadmap"), "roadmap"),
            NavText("review", _("Review & sign-off"), "review"),
            NavText("community", _("Community"), "community", alliance),
            NavText("sending", _("Sending and receiving"), "send", sharing),
            NavText("settings", _("Settings"), "settings"),
        ],
    )
    nav.set_current("roadmap")
    nav.set_count("review", "1", _("1 waits for you"))
    nav.set_count("sending", "4", _("4 changes wait to be sent"))
    return nav


def _status() -> StatusLine:
    return StatusLine(
        [
            StatusItem(_("Saved on this computer 14:02"), "good", "dot"),
            StatusItem(_("4 changes wait to be sent"), "warn", "dot"),
            StatusItem(_("No connection since 12 November"), "neutral"),
        ],
        [_("Help F1"), _("Find Ctrl+K")],
    )


def _page() -> QWidget:
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.setContentsMargins(24, 20, 24, 24)
    layout.setSpacing(16)
    header = PageHeader(_("Where the city stands"), _("2 of 5 implemented, 3 written, signed off on 12 November 2026"))
    header.add_action(_("Make a report"))
    header.add_action(_("Continue"), "primary")
    header.add_beside_title(Pill(_("Written"), "info"))
    layout.addWidget(header)
    figures = StackingSplit(stack_below=80)
    figures.add_pane(FigureCard(_("Policies written"), "94", _("6 more than in August")))
    figures.add_pane(FigureCard(_("Policies implemented"), "58", _("4 more than in August")))
    figures.add_pane(FigureCard(_("Largest gap"), _("Dig once"), _("implemented in 5 of 36 cities")))
    layout.addWidget(figures)
    for left, right in ((_question, _side), (_signs, _fields), (_banners, _empty), (code_card, list_card)):
        layout.addWidget(_pair(left, right))
    for card in chart_cards():
        layout.addWidget(card)
    layout.addStretch(1)
    return page


def _pair(left: Callable[[], QWidget], right: Callable[[], QWidget]) -> StackingSplit:
    split = StackingSplit(stack_below=95)
    split.add_pane(left(), 3)
    split.add_pane(right(), 2)
    return split


def _question() -> Card:
    question = _("Do suppliers have to show, with a report, that what they sell meets the accessibility standard?")
    card = Card(question, _("Count tenders for software, websites, devices and public kiosks."))
    group = ChoiceGroup(
        question,
        [
            ChoiceText(0, _("Not yet"), _("nothing exists and nothing is planned")),
            ChoiceText(1, _("Planned"), _("an owner and a date are recorded")),
            ChoiceText(
                2, _("In some tenders"), _("say which departments in the note, and what keeps the others from it")
            ),
            ChoiceText(3, _("In all tenders"), _("with evidence of the last twelve months")),
            ChoiceText("other", _("Not known, not applicable, not our competence"), key="0"),
        ],
    )
    group.set_value(2)
    group.card(3).setEnabled(False)
    card.add(group)
    card.body.addStretch(1)
    card.add(TextArea(_("Note"), _("Write what others need to understand the answer."), lines=2))
    return card


def _side() -> Card:
    card = Card(_("How far"))
    words = [_("Not started"), _("Planned"), _("Written"), _("Implemented"), _("Reviewed")]
    for reached in range(len(words)):
        card.add(StageBar(words, reached))
    views = SegmentedChoice(
        _("Which cities"), [("all", _("All cities")), ("region", _("My region")), ("size", _("My size"))]
    )
    card.add(views)
    card.add(KeyHint(("Ctrl", "K"), _("finds anything")))
    card.body.addStretch(1)
    return card


def _signs() -> Card:
    card = Card(_("Signs"), _("A word and a shape, then a colour."))
    pills, icons = QWidget(), QWidget()
    flow = FlowLayout(pills, gap=8)
    words = [_("Not assessed"), _("Only this city"), _("Signed off"), _("3 gaps"), _("Returned")]
    for tone, word in zip(TONES, words, strict=True):
        flow.addWidget(Pill(word, tone))
    flow.addWidget(Pill(_("Two answers"), "warn", "two"))
    flow.addWidget(Pill(_("Draft"), "neutral", "half"))
    flow.addWidget(Pill(_("Accepted, no. 18,204"), "good", plain=True))
    card.add(pills)
    icon_flow = FlowLayout(icons, gap=14)
    for name in ICONS:
        icon_flow.addWidget(IconLabel(name, "accent" if name == "waymark" else "ink_2", 1.5))
    card.add(icons)
    card.add_action(Pill(_("Waiting"), "warn"))
    card.body.addStretch(1)
    return card


def _fields() -> Card:
    card = Card(_("Buttons and fields"))
    buttons = QWidget()
    flow = FlowLayout(buttons, gap=8)
    for text, role in (
        (_("Send now"), "primary"),
        (_("Hold back"), ""),
        (_("Take away"), "danger"),
        (_("More"), "quiet"),
    ):
        button = QPushButton(text)
        button.setProperty("role", role)
        flow.addWidget(button)
    off = QPushButton(_("Not now"))
    off.setEnabled(False)
    flow.addWidget(off)
    card.add(buttons)
    card.add(FieldRow(_("Inhabitants"), NumberField("", Decimal(67193)), _("As counted last.")))
    wrong = FieldRow(_("Budget"), NumberField(""))
    wrong.set_error(_("Write a number, such as 12 000."))
    card.add(wrong)
    address = "https://city.example/" + "a-very-long-address-without-a-space/" * 4
    card.add(TextView(address, _("Where it is published")))
    card.body.addStretch(1)
    return card


def _banners() -> QWidget:
    holder = QWidget()
    layout = QVBoxLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    two = Banner(_("Two answers"), _("A colleague wrote “In all tenders” on 9 November."), "warn", "two-answers")
    two.add_action(_("Compare and choose"), lambda: None)
    two.add_action(_("Decide later"), lambda: None, "quiet")
    layout.addWidget(two)
    layout.addWidget(Banner(_("Offline"), _("Everything is safe on this computer."), "neutral"))
    layout.addWidget(Banner(_("Machine translation, not yet checked."), "", "info", "globe"))
    layout.addWidget(Banner(_("Sent to the alliance"), "", "good"))
    layout.addWidget(Banner(_("The disk is full"), _("Nothing can be saved until there is room."), "bad"))
    layout.addStretch(1)
    layout.setAlignment(Qt.AlignmentFlag.AlignTop)
    return holder


def _empty() -> Card:
    card = Card()
    card.add(
        EmptyState(
            "evidence", _("No evidence yet"), _("What proves an answer will stand here."), _("Add the first one")
        ),
        1,
    )
    return card
