"""How long a person waits on a screen: opening each page, an answer's click, a key of the search.

Real widgets, offscreen, in milliseconds of this process's processor time, so that a busy machine tells the same.

The sample city with five years of evidence: 300 documents, each cited at three questions.
2,000 notes for the search (16 or 17 texts a question, given to it as the database would). Database work runs at once,
so its time is in the figures. A page's first opening also builds it, where the program had no quiet moment before to
prepare it: both are told.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from benchmarks.timing import report
from desktop_app.app import application
from desktop_app.presentation.background import Immediate
from desktop_app.program import Program
from desktop_app.storage import search_query
from desktop_app.storage.engine import driver_of, transaction
from desktop_app.storage.store import Store
from desktop_app.storage.views import WrittenView
from desktop_app.ui.pages import PAGES
from desktop_app.ui.shell.search_palette import SearchPalette
from desktop_app.ui.widgets.choice_card import ChoiceCard
from roadmap_core import cbor
from roadmap_core.assessment.citations import Citation, citation_to_wire
from roadmap_core.entries.facets import Facet
from roadmap_core.entries.identifiers import OpId, ShortHash
from roadmap_core.merge.registers import Alternative, RegisterState

ROUNDS, NOTES, DOCUMENTS, USES = 15, 2_000, 300, 3
TARGETS_MS = {"open": 100, "answer": 50, "key": 30}
_TEXT = "The ward office keeps the register of drainage plans and reviews it after the budget, number {number}"

_PUT = "INSERT OR REPLACE INTO register (assessment, item, facet, state, contested) VALUES (?, ?, ?, ?, 0)"


def main() -> None:
    app = application()
    with _program(app) as program:
        prepared = _prepared(program)
    with _program(app) as program:
        figures = {**_pages(program), "answer_ms": _answer(program)} | _search(program)
    report("screens", {"targets_ms": TARGETS_MS, "rounds": ROUNDS, "documents": DOCUMENTS, **prepared, **figures})


@contextmanager
def _program(app: QApplication) -> Iterator[Program]:
    """The whole program on the sample city of five years."""
    with tempfile.TemporaryDirectory() as folder:
        program = Program(app, Path(folder), Immediate(), sends=False)
        program.window.resize(1366, 768)
        program.window.show()
        program.open_profile("sample")
        _cite(program)
        _painted(program.window)
        yield program
        program.window.close()
        program.close()


def _cite(program: Program) -> None:
    """The sample city can't seal for colleagues, so the rows are put where sealed ones come to lie."""
    assert program.opened is not None
    store = program.opened.workspace.store
    questions = [question.id for question in store.instrument.questions]
    rows: dict[str, list[Alternative]] = {question_id: [] for question_id in questions}
    for number in range(DOCUMENTS):
        key, reference = number.to_bytes(16), f"https://kaga.example.org/decisions/{number}"
        texts = (_TEXT.format(number=number), "decision", "Council", f"20{21 + number % 5}-05-31", reference, "§ 3")
        value = cbor.encode(citation_to_wire(Citation(key, *texts)))
        for at in range(USES):
            question_id = questions[(number * USES + at) % len(questions)]
            rows[question_id].append(Alternative(OpId(ShortHash(key), at), value))
    with transaction(store.engine) as connection:
        for question_id, live in rows.items():
            place = (1, store.catalogue.number(question_id), int(Facet.EVIDENCE))
            driver_of(connection).execute(_PUT, (*place, RegisterState(tuple(live)).to_bytes()))


def _prepared(program: Program) -> dict[str, object]:
    """Opening after a quiet moment, in which the program made the pages piece by piece."""
    pages, pieces, opened = program.frame.pages, [], {}
    assert pages is not None
    is_left = True
    while is_left:
        began = time.process_time()
        is_left = pages.prepare()
        pieces.append((time.process_time() - began) * 1000)
        _painted(program.window)
    for page in PAGES:
        if page.is_prepared:
            opened[page.key] = round(_ms(lambda key=page.key: program.window.go_to(key), program.window), 1)
    return {"open_prepared_ms": opened, "prepare_piece_worst_ms": round(max(pieces), 1)}


def _pages(program: Program) -> dict[str, object]:
    first, again = {}, {}
    for page in PAGES:
        if page.is_prepared:
            first[page.key] = _ms(lambda key=page.key: program.window.go_to(key), program.window)
    for key in first:
        taken = []
        for _ in range(ROUNDS):
            program.window.go_to("overview" if key != "overview" else "roadmap")
            _painted(program.window)
            taken.append(_ms(lambda key=key: program.window.go_to(key), program.window))
        again[key] = _middle(taken)
    return {"open_first_ms": {key: round(ms, 1) for key, ms in first.items()}, "open_again_ms": again}


def _answer(program: Program) -> float:
    """From the press of the button to the repainted page: form, transaction, and what shows it."""
    program.window.go_to("question", "ICT-01")
    _painted(program.window)
    taken = []
    for turn in range(ROUNDS):
        cards = [card for card in program.window.findChildren(ChoiceCard) if card.isVisible()]
        card = cards[turn % 2]
        middle = QPoint(card.width() // 2, min(card.height() // 2, 20))
        taken.append(
            _ms(lambda: QTest.mouseClick(card, Qt.MouseButton.LeftButton, pos=middle), program.window)  # noqa: B023
        )
    return _middle(taken)


def _search(program: Program) -> dict[str, object]:
    asked = search_query.written

    def with_notes(store: Store) -> tuple[WrittenView, ...]:
        items = [question.id for question in store.instrument.questions]
        by_item: dict[str, list[str]] = {item: [] for item in items}
        for number in range(NOTES):
            by_item[items[number % len(items)]].append(_TEXT.format(number=number))
        answers = {one.item_id: one.answer for one in asked(store)}
        return tuple(WrittenView(item, answers.get(item), tuple(texts)) for item, texts in by_item.items())

    search_query.written = with_notes
    opened = _ms(program.frame.search, program.window)
    palette = program.window.findChild(SearchPalette)
    assert isinstance(palette, SearchPalette)
    field = palette.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    taken = []
    for word in ("drainage budget 19", "ICT data", "review"):
        field.clear()
        taken += [_ms(lambda letter=letter: QTest.keyClicks(field, letter), palette) for letter in word]
    palette.close()
    search_query.written = asked
    return {"search_open_ms": round(opened, 1), "search_key_ms": _middle(taken), "search_key_worst_ms": max(taken)}


def _ms(act: Callable[[], object], window: QWidget) -> float:
    started = time.process_time()
    act()
    _painted(window)
    return round((time.process_time() - started) * 1000, 1)


def _painted(window: QWidget) -> None:
    """What the events that wait do, and every pixel drawn anew."""
    for _ in range(2):
        QApplication.processEvents()
    window.repaint()


def _middle(taken: list[float]) -> float:
    return round(statistics.median(taken), 1)


if __name__ == "__main__":
    sys.exit(main())
