"""The lists and codes of the gallery, with example words."""

from desktop_app.i18n import _
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.code_display import CodeDisplay
from desktop_app.ui.widgets.keyed_list import KeyedList
from desktop_app.ui.widgets.keyed_rows import KeyedRow
from desktop_app.ui.widgets.rule import Rule
from desktop_app.ui.widgets.text_fields import Field, TextFields
from desktop_app.ui.widgets.titled_lines import TitledLines


def list_card() -> Card:
    """Rows with and without a mark, one of them chosen."""
    card, rows = Card(_("Policies")), KeyedList(_("Policies"))
    names = (_("ICT accessibility in procurement"), _("Privacy impact assessment"), _("Cyber accountability"))
    second = _("an owner and a date are recorded")
    marked = [KeyedRow(name, name, second, name, ("dot", "good")) for name in names[:2]]
    rows.show_rows([*marked, KeyedRow(names[2], names[2], second, names[2])], names[1])
    card.add(rows, 1)
    return card


def code_card() -> Card:
    """A code, a row of fields of which one needs something, a row with small print, and a thin line."""
    card, code = Card(_("Codes")), CodeDisplay(_("Codes"))
    code.set_code("7KQ2-M9XD-V4TA-*")
    fields = TextFields([Field("year", _("Year")), Field("inhabitants", _("Inhabitants"))])
    fields.show_texts({"year": "2026", "inhabitants": "67 193"})
    fields.show_flaw("inhabitants", _("Write a number, such as 12 000."))
    card.add(code)
    card.add(Rule())
    card.add(fields)
    card.add(Rule())
    card.add(TitledLines(_("Open data"), [_("As counted last."), _("implemented in 5 of 36 cities")]))
    card.body.addStretch(1)
    return card
