"""Barriers and their weights in the reader's words. Their names come language-neutral from the core."""

from dataclasses import dataclass

from desktop_app.i18n import _, mark
from roadmap_core.community.barriers import Weight


@dataclass(frozen=True, slots=True)
class BarrierText:
    """In English, marked: the name, what is meant by it, and what this program can do about it."""

    name: str
    meaning: str
    helps: str


_TEXTS = {
    "language": BarrierText(
        mark("Language"),
        mark("Policies, templates and advice are written in languages that your officials don't work in."),
        mark("Each person reads the questions in a language of their own; answers are kept as values."),
    ),
    "governance": BarrierText(
        mark("Governance and regulation"),
        mark("Another body decides, the law says otherwise, or a policy of another city doesn't fit your own rules."),
        mark("Say “Not our competence” at a question, and name the body and the law."),
    ),
    "trust": BarrierText(
        mark("Trust and relationships"),
        mark("You don't know whom to ask, or fear how it looks to show where your city stands."),
        mark("Notes are read by your city alone, and no figure is shown of fewer than five cities."),
    ),
    "culture": BarrierText(
        mark("Culture and politics"),
        mark("Priorities change with elections, or people expect something else of their city."),
        mark("A policy that was signed keeps its answers as they were, with their date."),
    ),
    "time_zones": BarrierText(
        mark("Time zones"),
        mark("Cities that you could learn from are asleep while you work."),
        mark("Everything can be done without a line, and what each city sends is read when there is time."),
    ),
    "capacity": BarrierText(
        mark("Capacity"),
        mark("People, skills, time or money are missing."),
        mark("The next best step of the action plan says where a little work goes furthest."),
    ),
}
_WEIGHTS = {
    Weight.NONE: mark("Not in the way"),
    Weight.LITTLE: mark("A little"),
    Weight.MUCH: mark("A lot"),
    Weight.STOPS: mark("Stops us"),
}


def barrier_name(barrier: str) -> str:
    """A barrier that a later server adds is shown as it came."""
    known = _TEXTS.get(barrier)
    return _(known.name) if known else barrier


def barrier_meaning(barrier: str) -> str:
    return _(_TEXTS[barrier].meaning)


def barrier_help(barrier: str) -> str:
    """What this program can do about it."""
    return _(_TEXTS[barrier].helps)


def weight_word(weight: Weight) -> str:
    return _(_WEIGHTS[weight])
