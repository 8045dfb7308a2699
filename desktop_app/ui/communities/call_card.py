"""Find a time and call a meeting: a day, the hours at which people are awake, topic and place."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_app.i18n import _, format_list, ngettext
from desktop_app.presentation import communities_words as words
from desktop_app.presentation.call_form import DAY, LENGTH, LENGTHS, PLACE, TOPIC
from desktop_app.presentation.communities_page import CommunitiesPage
from desktop_app.presentation.wording import isolated
from desktop_app.ui.communities.hours_chart import HourColumn, HoursChart
from desktop_app.ui.plan.action_form import Choice
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.charts.with_table import ChartWithTable
from desktop_app.ui.widgets.field_row import FieldRow
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.text_fields import Field, TextFields
from desktop_app.ui.widgets.wrap_label import WrapLabel
from desktop_app.ui.widgets.writing import writes


class CallCard(Card):
    def __init__(self, model: CommunitiesPage) -> None:
        super().__init__(_("Find a time and call a meeting"))
        self._model = model
        self.day = TextFields([Field(DAY, _("On which day?"), _("year-month-day"), letters=16)])
        self.length = Choice(12)
        self.chart = HoursChart(_("Who is awake"), {state: _(word) for state, word in words.WAKEFULNESS.items()})
        self._with_table, self._unknown = ChartWithTable(self.chart), WrapLabel("", "caption")
        self._chosen, self._awake, self._told = WrapLabel("", "strong"), WrapLabel(""), WrapLabel("", "caption")
        self.fields = TextFields(
            [
                Field(TOPIC, _("What about?"), letters=36),
                Field(PLACE, _("Where, such as the address of a call?"), letters=36),
            ]
        )
        self.call_button = QPushButton(_("Call the meeting"))
        self._shown: object = None
        self._lay_out()
        self.day.typed.connect(self._type)
        self.fields.typed.connect(model.call.type)
        for fields in (self.day, self.fields):
            fields.settled.connect(model.keep_typed)
        self.length.activated.connect(lambda: self._choose_length(str(self.length.currentData())))
        self.chart.mark_reached.connect(self._pick)
        self.call_button.clicked.connect(self._call)

    def refresh(self) -> None:
        form = self._model.call
        self.day.show_texts({DAY: form.text(DAY)})
        self.fields.show_texts({TOPIC: form.text(TOPIC), PLACE: form.text(PLACE)})
        self.length.setCurrentIndex(self.length.findData(str(form.minutes)))
        self.day.show_flaw(DAY, form.flaw)
        self.call_button.setEnabled(self._model.is_member and not self._model.desk.is_read_only)
        self._told.setText(
            _("Every city of the alliance can read the meeting, with topic and place.")
            if self._model.is_member
            else _("Cities that belong to the community call its meetings. Join it first.")
        )
        self._show_hours()

    def _show_hours(self) -> None:
        model, form = self._model, self._model.call
        own, chosen = model.own_zone, form.chosen
        rows = [format_list([isolated(name) for name in clock.names]) for clock in form.clocks]
        hours = [self._column(at) for at in range(len(form.hours))]
        self._with_table.setVisible(bool(hours and rows))
        sentence = words.summary(form)
        self.chart.set_words(_("Who is awake"), sentence)
        self.chart.set_hours(rows, hours, -1 if chosen is None else chosen)
        if self._shown != (rows, hours, sentence):  # measuring a table takes longer than all else here
            self._shown = (rows, hours, sentence)
            self._with_table.renew(sentence)
        lines = words.hour_lines(form, chosen, own) if chosen is not None else [""]
        for label, text in ((self._chosen, lines[0]), (self._awake, "\n".join(lines[1:]))):
            label.setText(text)
            label.setVisible(bool(text))
        unknown = words.unknown_zones(model.seats)
        self._unknown.setText(unknown)
        self._unknown.setVisible(bool(unknown))

    def _column(self, at: int) -> HourColumn:
        form, own = self._model.call, self._model.own_zone
        cells = [
            (words.hour_label(form, at, clock.zone), state)
            for clock, state in zip(form.clocks, form.hours[at].states, strict=True)
        ]
        text = " · ".join(words.hour_lines(form, at, own))
        return HourColumn(words.hour_label(form, at, own), tuple(cells), text, at in form.best)

    def _lay_out(self) -> None:
        for minutes in LENGTHS:
            text = ngettext("{number} minute", "{number} minutes", minutes).format(number=minutes)
            self.length.addItem(text, str(minutes))
        self.call_button.setProperty("role", "primary")
        writes(self.call_button)
        head = QWidget()
        flow = FlowLayout(head, gap=12)
        flow.addWidget(self.day)
        flow.addWidget(FieldRow(_("How long?"), self.length))
        rule = _(
            "Counted as at work: 9 to 17 o'clock from Monday to Friday, in local time; as awake: 7 to 22 o'clock. "
            "The best hours are those at which the fewest cities are asleep, then the most at work, then the earliest."
        )
        for part in (
            head,
            self._with_table,
            self._unknown,
            WrapLabel(rule, "caption"),
            self._chosen,
            self._awake,
            self.fields,
            self._told,
        ):
            self.add(part)
        self.body.addWidget(self.call_button, 0, Qt.AlignmentFlag.AlignLeading)

    def _type(self, name: str, text: str) -> None:
        self._model.call.type(name, text)
        self._show_hours()

    def _choose_length(self, minutes: str) -> None:
        self._model.call.type(LENGTH, minutes)
        self._model.keep_typed()
        self._show_hours()

    def _pick(self, at: int) -> None:
        self._model.call.pick(at)
        self._model.keep_typed()
        self._show_hours()

    def _call(self) -> None:
        self._model.call_meeting()
        if self._model.call.flaw:
            self.day.field(DAY).setFocus()
