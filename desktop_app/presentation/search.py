"""Finds anything by its words: pages, policies, questions, and what people answered, noted, planned, cited and decided.

All words that are typed must occur, in any order, in any part of a word; case and accents don't count. Titles come
before what people wrote. Nothing is indexed: a city's texts fit in memory, and looking through all takes milliseconds.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from unicodedata import combining, normalize

from PySide6.QtCore import QObject, Signal

from desktop_app.i18n import _
from desktop_app.presentation.desk import Desk
from desktop_app.presentation.places import Place
from desktop_app.presentation.wording import answer_text, isolated, policy_name, question_text
from desktop_app.storage import search_query
from desktop_app.storage.views import WrittenView
from roadmap_core.instrument.model import Instrument, Policy

MOST = 50
"""So many are shown; who wants others types another word."""
_KEPT_MARKS = (0, 8, 9)
"""Combining classes that tell words apart: vowels of Indic scripts, the voicing of kana, the virama."""


class Kind(IntEnum):
    """What was found, in the order in which equals are shown."""

    PAGE = 0
    POLICY = 1
    QUESTION = 2
    ANSWER = 3
    NOTE = 4
    ACTION = 5
    EVIDENCE = 6
    MEETING = 7


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that can be opened. `title` is what it is about, `text` what was written; empty for a title alone."""

    kind: Kind
    place: Place
    title: str
    text: str = ""


def folded(text: str) -> str:
    """The text without what doesn't count: case, width, accents."""
    parts = normalize("NFKD", text.casefold())
    return "".join(sign for sign in parts if combining(sign) in _KEPT_MARKS)


class Finder:
    """Everything that can be found at one moment."""

    def __init__(self, things: Iterable[Found]) -> None:
        self._things = [(folded(thing.title), folded(thing.text), thing) for thing in things]

    def find(self, typed: str) -> tuple[Found, ...]:
        """At most `MOST`; nothing for no words."""
        words = folded(typed).split()
        if not words:
            return ()
        fitting = []
        for at, (title, text, thing) in enumerate(self._things):
            is_written = bool(thing.text)
            fits = all(word in title or word in text for word in words)
            if fits and (not is_written or any(word in text for word in words)):  # a title is found once
                begins = (text or title).startswith(words[0])
                fitting.append((is_written, not begins, thing.kind, at, thing))
        return tuple(thing for *_rank, thing in sorted(fitting)[:MOST])


class Search(QObject):
    """The search over one open profile.

    Signals:
        changed(): what was found is different now.
    """

    changed = Signal()

    def __init__(self, desk: Desk, pages: Sequence[tuple[str, str]]) -> None:
        """`pages`: key and title, in the reader's language, of those that can be opened."""
        super().__init__()
        self._desk = desk
        self._pages = pages
        self._finder: Finder | None = None
        self._typed = ""
        self.found: tuple[Found, ...] = ()
        desk.ask(search_query.written, self._take)

    def look_for(self, typed: str) -> None:
        self._typed = typed
        if self._finder is not None:
            self.found = self._finder.find(typed)
            self.changed.emit()

    def open(self, found: Found) -> None:
        self._desk.navigator.go(found.place.page, found.place.item)

    def _take(self, written: Sequence[WrittenView]) -> None:
        self._finder = Finder(everything(self._desk.instrument, self._pages, written))
        self.look_for(self._typed)


def everything(
    instrument: Instrument, pages: Iterable[tuple[str, str]], written: Iterable[WrittenView]
) -> Iterable[Found]:
    """What can be found, in the reader's language."""
    for key, title in pages:
        yield Found(Kind.PAGE, Place(key), title)
    by_id = {one.item_id: one for one in written}
    for policy in instrument.policies:
        yield Found(Kind.POLICY, Place("question", policy.questions[0].id), policy_name(policy))
        if policy.id in by_id:
            yield from _texts(by_id[policy.id], Kind.ACTION, Place("plan", policy.id), policy_name(policy))
            for key, text in by_id[policy.id].said:
                yield Found(Kind.MEETING, Place("meeting", key), policy_name(policy), " ".join(text.split()))
        yield from _questions(instrument, policy, by_id)


def _questions(instrument: Instrument, policy: Policy, by_id: dict[str, WrittenView]) -> Iterable[Found]:
    for question in policy.questions:
        place = Place("question", question.id)
        title = _("{id} {question}").format(id=question.id, question=isolated(question_text(question).text))
        yield Found(Kind.QUESTION, place, title)
        one = by_id.get(question.id)
        if one is None:
            continue
        if one.answer is not None:
            answer = answer_text(instrument, instrument.scale_of(question.id), one.answer)
            yield Found(Kind.ANSWER, place, title, answer)
        yield from _texts(one, Kind.NOTE, place, title)
        yield from (Found(Kind.EVIDENCE, place, title, " ".join(text.split())) for text in one.cited)


def _texts(one: WrittenView, kind: Kind, place: Place, title: str) -> Iterable[Found]:
    return (Found(kind, place, title, " ".join(text.split())) for text in one.texts)
