"""How the state of a question, a stage and a principle look: a form, a colour and a word. One legend for all pages."""

from desktop_app.i18n import _
from desktop_app.storage.views import QuestionState, Reached
from desktop_app.ui.theme.tokens import Tone
from desktop_app.ui.widgets.shape import Form
from roadmap_core.instrument.stages import Stage

FORM_OF_STATE: dict[QuestionState, tuple[Form, str]] = {
    QuestionState.EMPTY: ("ring", "ink_3"),
    QuestionState.ANSWERED: ("dot", "good"),
    QuestionState.TWO_ANSWERS: ("two", "warn"),
}

COLOUR_OF_PRINCIPLE = {"EQ": "equity", "SR": "security", "PT": "privacy", "OI": "openness", "SU": "sustainability"}

TONE_OF_STAGE: dict[Stage, Tone] = {
    Stage.NONE: "neutral",
    Stage.PLANNED: "info",
    Stage.WRITTEN: "info",
    Stage.IMPLEMENTED: "good",
    Stage.REVIEWED: "good",
}


def state_word(state: QuestionState) -> str:
    words = {
        QuestionState.EMPTY: _("No answer yet"),
        QuestionState.ANSWERED: _("Answered"),
        QuestionState.TWO_ANSWERS: _("Two answers"),
    }
    return words[state]


def reached_word(reached: Reached) -> tuple[str, Tone, Form]:
    """How far an answer has provably come."""
    words: dict[Reached, tuple[str, Tone, Form]] = {
        Reached.NOWHERE: (_("Not answered yet"), "neutral", "ring"),
        Reached.THIS_COMPUTER: (_("Saved on this computer"), "good", "check"),
        Reached.SERVER: (_("Sent to the alliance"), "good", "check"),
        Reached.OTHERS: (_("Seen by your city's other computers"), "good", "check"),
    }
    return words[reached]
