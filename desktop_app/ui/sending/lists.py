"""The lists of the sending page: what waits, receipts and refusals, what came from colleagues."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from desktop_app.i18n import _, format_number, ngettext
from desktop_app.presentation.sending_page import SendingPage
from desktop_app.presentation.wording import spoken
from desktop_app.storage.views import SendingView, WaitingItem
from desktop_app.ui.sending.rows import Row, Rows, heads
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.pill import Pill
from desktop_app.ui.widgets.text_view import TextView
from desktop_app.ui.widgets.wrap_label import WrapLabel

MOST_SHOWN = 30


class WaitingCard(Card):
    """Change by change: what, by whom, who will see it. The newest first."""

    def __init__(self, page: SendingPage) -> None:
        super().__init__(_("Ready to leave this computer"))
        self._page = page
        self._nothing, self._rows = WrapLabel("", "muted"), Rows(_("Ready to leave this computer"))
        self._more, self._weight = WrapLabel("", "muted"), WrapLabel("", "caption")
        self._legend, self._private = WrapLabel("", "caption"), WrapLabel("", "caption")
        self._files = WrapLabel("", "caption")
        for part in (self._nothing, self._private, self._rows, self._more, self._weight, self._files, self._legend):
            self.add(part)
        self.body.addStretch(1)

    def show_view(self, view: SendingView) -> None:
        shown = view.waiting[::-1][:MOST_SHOWN]
        head = heads(_("Change"), _("By"), _("Who will see it")) if shown else None
        self._rows.set_rows([self._row(item) for item in shown], head)
        rest = len(view.waiting) - len(shown)
        more = ngettext("and {number} more change", "and {number} more changes", rest)
        texts = {
            self._nothing: "" if shown else self._page.nothing_waits(),
            self._more: more.format(number=format_number(rest)) if rest else "",
            self._weight: self._page.weight(),
            self._legend: self._page.who_sees_what() if shown else "",
            self._private: self._page.private_state(),
            self._files: self._page.files_state(),
        }
        for label, text in texts.items():
            label.setText(text)
            label.setVisible(bool(text))
        self._rows.setVisible(bool(shown))

    def _row(self, item: WaitingItem) -> Row:
        subject, by, seen = self._page.subject(item), self._page.by(item), self._page.who_sees(item)
        sentence = _("{change}. {author}. {seen}").format(change=spoken(subject), author=spoken(by), seen=seen)
        parts = (TextView(subject, spoken(subject)), WrapLabel(by, "caption"), Pill(seen, "info", plain=True))
        return Row(parts, sentence)


class ReceiptsCard(Card):
    """Own updates that stand on the server under a head that this computer has checked, and those refused."""

    def __init__(self, page: SendingPage) -> None:
        super().__init__(
            _("Receipts"), _("Each receipt proves that the alliance holds this exact update. Checked on this computer.")
        )
        self._page = page
        self._nothing, self._rows = WrapLabel(_("Nothing has been confirmed yet."), "muted"), Rows(_("Receipts"))
        self._more = WrapLabel("", "muted")
        for part in (self._nothing, self._rows, self._more):
            self.add(part)
        self.body.addStretch(1)

    def show_view(self, view: SendingView) -> None:
        refused = [
            Row((WrapLabel(words), Pill(one.code, "bad")), words)
            for one, words in ((one, self._page.refusal(one)) for one in view.refused)
        ]
        shown = view.receipts[:MOST_RECEIPTS]
        confirmed = [self._row(self._page.receipt(one), one.position) for one in shown]
        head = heads(_("Update of this computer"), _("With the alliance")) if refused or confirmed else None
        self._rows.set_rows([*refused, *confirmed], head)
        self._rows.setVisible(bool(refused or confirmed))
        self._nothing.setVisible(not confirmed)
        rest = len(view.receipts) - len(shown)
        more = ngettext("and {number} earlier one", "and {number} earlier ones", rest)
        self._more.setText(more.format(number=format_number(rest)))
        self._more.setVisible(rest > 0)

    @staticmethod
    def _row(sent: str, position: int) -> Row:
        place = _("Confirmed as no. {position}").format(position=format_number(position))
        sentence = _("{update}. {place}").format(update=spoken(sent), place=place)
        return Row((WrapLabel(sent), Pill(place, "good")), sentence)


MOST_RECEIPTS = 8


class ColleaguesCard(Card):
    """What came from the city's other computers, and whether something needs a choice."""

    def __init__(self, page: SendingPage) -> None:
        super().__init__(_("From other computers of your city"))
        self._page = page
        self._nothing = WrapLabel(_("Nothing has come from another computer yet."), "muted")
        self._rows = Rows(_("From other computers of your city"))
        self.contested_button = QPushButton()
        self.contested_button.clicked.connect(page.show_contested)
        self.add(self._nothing)
        self.add(self._rows)
        self.body.addWidget(self.contested_button, 0, Qt.AlignmentFlag.AlignLeading)
        self.body.addStretch(1)

    def show_view(self, view: SendingView) -> None:
        sentences = [self._page.came_from(colleague) for colleague in view.colleagues]
        self._rows.set_rows([Row((WrapLabel(sentence),), spoken(sentence)) for sentence in sentences])
        self._rows.setVisible(bool(sentences))
        self._nothing.setVisible(not sentences)
        count = len(view.contested)
        words = ngettext("{number} question needs your choice", "{number} questions need your choice", count)
        self.contested_button.setText(words.format(number=format_number(count)))
        self.contested_button.setVisible(count > 0)
