"""Offers to talk about a policy: the form of one, and those of all cities."""

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_app.i18n import _, format_number, ngettext
from desktop_app.presentation import wording
from desktop_app.presentation.communities_page import CommunitiesPage
from desktop_app.presentation.names import directed
from desktop_app.presentation.offer_form import CONTACT, POLICY, WORDS
from desktop_app.presentation.wording import isolated
from desktop_app.ui.communities.rows import MOST, Act, Rows, row
from desktop_app.ui.plan.action_form import Choice
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.field_row import FieldRow
from desktop_app.ui.widgets.text_area import TextArea
from desktop_app.ui.widgets.text_fields import Field, TextFields
from desktop_app.ui.widgets.wrap_label import WrapLabel
from desktop_app.ui.widgets.writing import writes
from roadmap_core.community.together import Offered


class OfferForm(Card):
    def __init__(self, model: CommunitiesPage) -> None:
        super().__init__(_("Offer to talk"))
        self._model = model
        self.policy, self.words = Choice(26), TextArea(_("What can your city tell?"), lines=3)
        self.contact = TextFields([Field(CONTACT, _("How are you reached?"), letters=36)])
        self._flaw, self.button = WrapLabel("", "error"), QPushButton(_("Make the offer"))
        self.button.setProperty("role", "primary")
        writes(self.button)
        for policy in model.desk.instrument.policies:
            self.policy.addItem(wording.policy_name(policy), policy.id)
        told = _("Every city of the alliance can read an offer with its contact. Name an office rather than a person.")
        for part in (
            FieldRow(_("About which policy?"), self.policy),
            FieldRow(_("What can your city tell?"), self.words, _("What went well, and what didn't.")),
            self.contact,
            self._flaw,
            WrapLabel(told, "caption"),
        ):
            self.add(part)
        self.body.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeading)
        self.body.addStretch(1)
        self.policy.activated.connect(self._choose)
        self.contact.typed.connect(model.offering.type)
        self.contact.settled.connect(model.keep_typed)
        self.words.textChanged.connect(lambda: model.offering.type(WORDS, self.words.text()))
        self.words.text_settled.connect(lambda _text: model.keep_typed())
        self.button.clicked.connect(self._offer)

    def refresh(self) -> None:
        form = self._model.offering
        self.policy.setCurrentIndex(self.policy.findData(form.policy_id))
        self.contact.show_texts({CONTACT: form.text(CONTACT)})
        if self.words.text() != form.text(WORDS):
            with QSignalBlocker(self.words):
                self.words.show_text(form.text(WORDS))
        self._flaw.setText(form.flaw)
        self._flaw.setVisible(bool(form.flaw))

    def settle(self) -> None:
        self.words.settle()

    def _choose(self) -> None:
        self._model.offering.type(POLICY, str(self.policy.currentData()))
        self._model.keep_typed()

    def _offer(self) -> None:
        self.settle()
        self._model.offer()
        if self._model.offering.flaw:
            self.words.setFocus()


class OffersCard(Card):
    def __init__(self, model: CommunitiesPage) -> None:
        super().__init__(_("Cities that offer to talk"))
        self._model = model
        self.filter, self._rows = Choice(26), Rows()
        self.filter.setAccessibleName(_("Offers about"))
        self.filter.addItem(_("All policies"), "")
        for policy in model.desk.instrument.policies:
            self.filter.addItem(wording.policy_name(policy), policy.id)
        self._none = WrapLabel(_("No offer is known here yet. Offers of other cities come with a connection."), "muted")
        self._more = WrapLabel("", "muted")
        for part in (self.filter, self._none, self._rows, self._more):
            self.add(part)
        self.body.addStretch(1)
        self.filter.activated.connect(self._choose)

    def refresh(self) -> None:
        offers = self._model.offers
        more = len(offers) - MOST
        self._none.setVisible(not offers)
        self._more.setVisible(more > 0)
        sentence = ngettext(
            "{number} more offer: choose a policy.", "{number} more offers: choose a policy.", max(1, more)
        )
        self._more.setText(sentence.format(number=format_number(max(1, more))))
        shown = offers[:MOST]
        self._rows.show_rows(shown, lambda: [self._row(one) for one in shown])

    def _choose(self) -> None:
        self._model.offering.filter = str(self.filter.currentData())
        self.refresh()

    def _row(self, offered: Offered) -> QWidget:
        model, offer = self._model, offered.offer
        policy = wording.policy_name(model.desk.instrument.policy(offer.policy))
        city = isolated(offered.name)
        named = _("{city} (your city)").format(city=city) if model.is_own(offered) else city
        title = directed(_("{policy}: {city}").format(policy=policy, city=isolated(named)))
        lines = [
            *(isolated(line) for line in offer.words.splitlines()),
            isolated(offer.contact) if offer.contact else "",
        ]
        back = Act(_("Take back"), _("Take back: {offer}").format(offer=title), lambda: model.take_offer_back(offer))
        return row(title, lines, [back] if model.is_own(offered) else [])
