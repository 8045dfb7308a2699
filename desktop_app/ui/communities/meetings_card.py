"""The meetings of a community that are to come, in everybody's local time."""

from PySide6.QtWidgets import QWidget

from desktop_app.i18n import _
from desktop_app.presentation import communities_words as words
from desktop_app.presentation.communities_page import CommunitiesPage
from desktop_app.presentation.wording import isolated
from desktop_app.ui.communities.rows import Act, Rows, row
from desktop_app.ui.plan.choosing import calendar_to_save
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.wrap_label import WrapLabel
from roadmap_core.community.ties import Gathering
from roadmap_core.community.together import Called


class MeetingsCard(Card):
    def __init__(self, model: CommunitiesPage) -> None:
        super().__init__(_("Meetings to come"))
        self._model = model
        self._none = WrapLabel(_("No meeting is called yet. Communities meet each month."), "muted")
        self._saved, self._rows = WrapLabel("", "muted"), Rows()
        for part in (self._none, self._saved, self._rows):
            self.add(part)
        self.body.addStretch(1)

    def refresh(self) -> None:
        model = self._model
        meetings, seats = model.meetings, tuple(model.seats)
        self._none.setVisible(not meetings)
        self._saved.setText(model.saved)
        self._saved.setVisible(bool(model.saved))
        self._rows.show_rows((meetings, seats), lambda: [self._row(one) for one in meetings])

    def _row(self, called: Called) -> QWidget:
        model, gathering = self._model, called.gathering
        when = words.when(gathering, model.own_zone)
        lines = [
            isolated(gathering.topic) if gathering.topic else "",
            isolated(gathering.place) if gathering.place else "",
            _("Called by {city}").format(city=isolated(called.name)),
            *words.elsewhere(gathering, model.seats, model.own_zone),
        ]
        off = Act(_("Call off"), _("Call off: {meeting}").format(meeting=when), lambda: model.call_off(gathering))
        named = _("Save as a calendar: {meeting}").format(meeting=when)
        save = Act(_("Save as a calendar"), named, lambda: self._export(gathering), changes=False)
        return row(when, lines, [save, *([off] if model.is_own(called) else [])])

    def _export(self, gathering: Gathering) -> None:
        file = calendar_to_save(self, "waymark-meeting.ics")
        if file is not None:
            self._model.export(gathering, file)
