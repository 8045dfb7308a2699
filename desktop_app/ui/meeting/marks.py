"""How what a meeting said of a question looks; the word beside it is `outcome_words`."""

from collections.abc import Sequence

from desktop_app.storage.meeting_query import Said
from desktop_app.ui.theme.tokens import Tone
from desktop_app.ui.widgets.shape import Form
from roadmap_core.assessment.meetings import Outcome


def look_of(said: Sequence[Said]) -> tuple[Tone, Form]:
    if not said:
        return "neutral", "ring"
    is_decided = any(one.point.outcome is Outcome.DECIDED for one in said)
    return ("good", "check") if is_decided else ("info", "half")
