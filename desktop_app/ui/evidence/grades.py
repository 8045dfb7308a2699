"""A grade of evidence as people see it: its word, its form, its colour."""

from desktop_app.presentation.citation_words import grade_words
from desktop_app.ui.theme.tokens import Tone
from desktop_app.ui.widgets.pill import Pill
from desktop_app.ui.widgets.shape import Form
from roadmap_core.instrument.model import Instrument

TONE_AND_FORM: dict[str, tuple[Tone, Form]] = {
    "E0": ("neutral", "ring"),
    "E1": ("info", "half"),
    "E2": ("info", "dot"),
    "E3": ("good", "check"),
}
"""They fill up: nothing, half, whole, confirmed."""


def show_grade(pill: Pill, instrument: Instrument, grade: str) -> None:
    tone, form = TONE_AND_FORM[grade]
    pill.set_status(grade_words(instrument, grade), tone, form)
