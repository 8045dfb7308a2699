"""A city whose lead's computer talks to a liar: what it must never believe, and what must be so in the end."""

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from desktop_app.errors import CODES, describe
from desktop_app.operations import sealing
from desktop_app.storage import citation_query, city_log, private_parts, queries, review_query
from desktop_app.storage.city_log import IS_WAITING
from desktop_app.storage.engine import driver_of, reading, transaction
from desktop_app.storage.people_view import people_view
from roadmap_core.assessment.review import ReviewState
from roadmap_core.community.cities import City
from roadmap_core.entries.entry import Entry, read_genesis
from roadmap_core.entries.identifiers import EntryHash, entry_hash
from roadmap_core.entries.statements import Role
from roadmap_core.ledger.heads import Head, read_head
from sync_server.services.take_entries import take_entries
from tests.fakes.computer import Computer, Unmeasured
from tests.fakes.evil_server import EvilServer, Lie, root_of
from tests.server.device import Device
from tests.server.running import RunningServer

_CONFIRMED = "SELECT hash, position, confirmed_ms FROM entry WHERE position IS NOT NULL"

_WAITING = f"SELECT count(*) FROM entry JOIN device USING (log) WHERE is_own = 1 AND {IS_WAITING}"


@dataclass
class Deceived:
    """The lead's computer behind a liar, and a colleague's who talks to the real server.

    Attributes:
        written: what was really chosen, by question; a value beyond it is forged.
        is_settled: whether the last lie left nothing behind.
    """

    real: RunningServer
    evil: EvilServer
    folder: Path
    city: str
    written: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    is_settled: bool = False
    _asked: int = 0
    _shown: dict[str, set[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        code = self.real.invite(self.city, City(self.city, "Kaga", "Kaga", "Japan", "JP"))
        self.aiko = Computer(self.folder, city=self.city)
        self.aiko.session.pace = Unmeasured()
        self.aiko.join(self.evil.address, code)
        self.real.admit(self.genesis)
        self.colleague = Device(self.city, seed=7, alliance=self.real.alliance)
        self.give(self.colleague.genesis)
        self.real.admit(self.colleague.genesis, Role.EDITOR)
        self.colleague_writes()
        assert self.aiko.send().problem == ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.aiko.close()

    @property
    def genesis(self) -> Entry:
        return genesis_of(self.aiko)

    def begin(self) -> None:
        """With another lie: the program is started again, and nothing that was kept of earlier lies is asked for."""
        self.is_settled = False
        self.restart()
        assert self.aiko.poll().problem == ""

    @property
    def questions_left(self) -> int:
        return len(self.aiko.choice_questions) - self._asked

    def give(self, *entries: Entry) -> None:
        """To the real server, by file."""
        take_entries(self.real.server, [entry.data for entry in entries])

    def colleague_writes(self) -> None:
        question = self._next_question()
        number = self.aiko.workspace.store.catalogue.number(question)
        self.give(self.colleague.answer(number, 1))
        self.written[question].add(1)

    def lead_writes(self) -> str:
        """One answer, sealed."""
        question = self._next_question()
        self.aiko.answer(question, 0)
        sealing.seal_drafts(self.aiko.workspace)
        self.written[question].add(0)
        return question

    def _next_question(self) -> str:
        questions = self.aiko.choice_questions
        self._asked += 1
        return questions[self._asked % len(questions)]

    def both_write(self) -> None:
        """Three entries of the lead's computer wait; two of the colleague's are on the real server."""
        for _ in range(3):
            self.lead_writes()
        for _ in range(2):
            self.colleague_writes()

    def ask_for_documents(self) -> None:
        """As on the next day."""
        with transaction(self.aiko.workspace.engine) as connection:
            city_log.save(connection, alliance_ms=None)

    def restart(self) -> None:
        """The program ends and is started again."""
        self.aiko.session.close()
        self.aiko.session.unconfirmed_rounds = 0

    @property
    def waiting(self) -> int:
        """Entries of the lead's computer that have no checked place."""
        with reading(self.aiko.workspace.engine) as connection:
            found: int = driver_of(connection).execute(_WAITING).fetchone()[0]
        return found

    # What must hold

    def assert_no_place_is_believed(self, lie: Lie) -> None:
        with reading(self.aiko.workspace.engine) as connection:
            placed = driver_of(connection).execute(_CONFIRMED).fetchall()
        assert all(confirmed is not None for _, _, confirmed in placed), "a place that no head confirms"
        if not lie.forks:
            honest = self.honest_places()
            wrong = [(at, honest.get(EntryHash(whole))) for whole, at, _ in placed if honest.get(whole) != at]
            assert not wrong, "a place that the honest log doesn't have"

    def assert_no_value_is_forged_or_gone(self) -> None:
        for question, options in self.written.items():
            found = self.aiko.choices(question)
            assert found <= options, f"{question}: {found} where only {options} were chosen"
            assert found >= self._shown.get(question, options & {0}), f"{question}: a value is gone"
            self._shown[question] = found

    def assert_nobody_else_decides(self) -> None:
        """No statement, review, plan or file of a computer that nobody admitted is followed or shown."""
        store = self.aiko.workspace.store
        people = people_view(store)
        assert people.is_lead
        assert people.announced == ()
        assert {one.review.state for one in review_query.reviews(store)} == {ReviewState.DRAFT}
        assert not any(queries.policy(store, policy.id).plan for policy in self.aiko.workspace.instrument.policies)
        assert citation_query.register(store).sources == ()
        with reading(self.aiko.workspace.engine) as connection:
            assert private_parts.count_erased(connection) == 0

    def assert_work_goes_on(self) -> None:
        before = self.aiko.status.waiting_changes
        question = self.lead_writes()
        assert 0 in self.aiko.choices(question)
        assert self.aiko.status.waiting_changes > before

    def assert_words(self, code: str) -> None:
        """A contradiction has words of its own that say what is safe and what to do."""
        words = describe(code)
        assert code in CODES
        assert all((words.title, words.what_happened, words.what_is_safe, words.what_next))

    def assert_evidence(self, code: str) -> None:
        """What was held and what contradicts it, as the server signed them."""
        kept = [data for data, _, _, why in self.aiko.evidence if why == code]
        keys = self.aiko.log_state.log_keys
        heads = [head for data in kept for key in keys if isinstance(head := read_head(data, key), Head)]
        assert len(heads) == len(kept) >= 1
        assert self.aiko.log_state.head in [data for data, *_ in self.aiko.evidence]

    def assert_settled(self) -> None:
        """As after an honest run."""
        log = self.evil.log(self.city)
        assert self.aiko.root == root_of(log)
        assert self.waiting == 0
        status = self.aiko.status
        assert (status.problem, status.waiting_changes, status.refused) == ("", 0, 0)
        places = {whole: at for whole, at in self.aiko.positions().items() if at is not None}
        assert places == self.honest_places()
        assert {question: self.aiko.choices(question) for question in self.written} == dict(self.written)

    def honest_places(self) -> dict[EntryHash, int]:
        return {entry_hash(data): at for at, data in enumerate(self.evil.log(self.city), 1)}


def genesis_of(computer: Computer) -> Entry:
    """The first entry of a computer's own log."""
    log = computer.log_state.log
    assert log is not None
    with reading(computer.workspace.engine) as connection:
        found = read_genesis(city_log.genesis_bytes(connection, log))
    assert isinstance(found, Entry)
    return found
