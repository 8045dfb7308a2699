"""The lists of the sending page: what waits, receipts, what was refused, what came from colleagues."""

from PySide6.QtWidgets import QPushButton, QWidget

from desktop_app.i18n import _, format_number, ngettext
from desktop_app.presentation.sending_page import SendingPage
from desktop_app.presentation.wording import isolated
from desktop_app.storage.views import SendingView
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.pill import Pill
from desktop_app.ui.widgets.wrap_label import WrapLabel

MOST_SHOWN = 30


def waiting(page: SendingPage, view: SendingView) -> Card:
    """Change by change: what, by whom, who will see it. The newest first."""
    card = Card(_("Ready to leave this computer"), page.weight())
    if not view.waiting:
        card.add(WrapLabel(_("Nothing waits to be sent."), "muted"))
    for item in list(reversed(view.waiting))[:MOST_SHOWN]:
        words = WrapLabel(page.subject(item))
        by = _("{author}, {time}").format(author=isolated(item.author), time=page.when(item.changed_ms))
        row = _row(words, WrapLabel(by, "caption"), Pill(page.who_sees(item), "info", plain=True))
        card.add(row)
    rest = len(view.waiting) - MOST_SHOWN
    if rest > 0:
        more = ngettext("and {number} more change", "and {number} more changes", rest)
        card.add(WrapLabel(more.format(number=format_number(rest)), "muted"))
    card.body.addStretch(1)
    return card


def receipts(page: SendingPage, view: SendingView) -> Card:
    """Own updates that stand on the server under a head that this computer has checked."""
    card = Card(_("Receipts"), _("Each receipt proves that the alliance holds this exact update. Checked here."))
    if not view.receipts:
        card.add(WrapLabel(_("Nothing has been confirmed yet."), "muted"))
    for receipt in view.receipts[:MOST_SHOWN]:
        sent = _("Update {number}, {time}").format(
            number=format_number(receipt.seq), time=page.when(receipt.confirmed_ms)
        )
        place = _("Confirmed as no. {position}").format(position=format_number(receipt.position))
        card.add(_row(WrapLabel(sent), Pill(place, "good")))
    for refused in view.refused:
        words = _("Update {number} was refused and stays here").format(number=format_number(refused.seq))
        card.add(_row(WrapLabel(words), Pill(refused.code, "bad")))
    return card


def colleagues(page: SendingPage, view: SendingView) -> Card:
    """What came from the city's other computers, and whether something needs a choice."""
    card = Card(_("From other computers of your city"))
    if not view.colleagues:
        card.add(WrapLabel(_("Nothing has come from another computer yet."), "muted"))
    for colleague in view.colleagues:
        changes = ngettext("{number} change", "{number} changes", colleague.changes)
        sentence = _("{name} ({computer}): {changes}, {time}").format(
            name=isolated(colleague.name or _("Name not received yet")),
            computer=isolated(colleague.computer or _("another computer")),
            changes=changes.format(number=format_number(colleague.changes)),
            time=page.when(colleague.last_ms),
        )
        card.add(WrapLabel(sentence))
    if view.contested:
        count = len(view.contested)
        words = ngettext("{number} question needs your choice", "{number} questions need your choice", count)
        button = QPushButton(words.format(number=format_number(count)))
        button.clicked.connect(lambda: page.desk.navigator.go("contested"))
        card.add(button)
    return card


def _row(*parts: QWidget) -> QWidget:
    row = QWidget()
    flow = FlowLayout(row, gap=10, row_gap=2)
    for part in parts:
        flow.addWidget(part)
    return row
