"""What screens and scripts ask the storage, as frozen values. Nothing here knows SQL or Qt."""

from dataclasses import dataclass
from enum import StrEnum

from roadmap_core.assessment.actions import Action
from roadmap_core.assessment.answers import Answer
from roadmap_core.assessment.citations import Citation
from roadmap_core.assessment.confidence import Confidence
from roadmap_core.assessment.standing import CityStanding, PolicyStanding
from roadmap_core.entries.identifiers import EntryHash, LogId, OpId
from roadmap_core.entries.statements import Role


class QuestionState(StrEnum):
    """The marks of one question in lists (experience.md, rule 5); draft, returned, accepted, stale come with review."""

    EMPTY = "empty"
    ANSWERED = "answered"
    TWO_ANSWERS = "two_answers"


class Reached(StrEnum):
    """The furthest place that an answer has provably reached."""

    NOWHERE = "nowhere"
    THIS_COMPUTER = "this_computer"
    SERVER = "server"
    OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Alternative:
    """One of the values that stand in a register.

    Attributes:
        is_note: whether it is a note; else it is an answer.
        answer: the value of an answer register; None where it was cleared, or for a note.
        note: the value of a note register; "" where it was cleared, or for an answer.
        claimed_ms: when, by the author's clock; None for a draft of this computer that is not sealed yet.
        not_after_ms: the server time of the signed head under which it was first seen here, or None.
    """

    op: OpId | None
    is_note: bool
    answer: Answer | None
    note: str
    author: str
    computer: str
    is_this_computer: bool
    claimed_ms: int | None
    not_after_ms: int | None


@dataclass(frozen=True, slots=True)
class QuestionView:
    """Everything that the page of one question shows.

    Attributes:
        answer: what counts: the own draft, the one value, or the lowest of several.
        seen, note_seen: the operations that this view shows; to be handed back when the form is saved.
        alternatives, note_alternatives: more than one where answers stand side by side.
        history: newest first, superseded ones too.
        cited: the evidence for the answer, by title.
        confidence_seen, flag_seen: as `seen`, for these marks.
    """

    question_id: str
    answer: Answer | None
    note: str
    state: QuestionState
    reached: Reached
    seen: tuple[OpId, ...]
    note_seen: tuple[OpId, ...]
    alternatives: tuple[Alternative, ...]
    note_alternatives: tuple[Alternative, ...]
    history: tuple[Alternative, ...]
    cited: tuple[Citation, ...] = ()
    confidence: Confidence | None = None
    is_flagged: bool = False
    confidence_seen: tuple[OpId, ...] = ()
    flag_seen: tuple[OpId, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanAction(Action):
    """One row of a policy's plan; `op` is None as long as it isn't sealed."""

    op: OpId | None = None


@dataclass(frozen=True, slots=True)
class PolicyView:
    """One policy in lists, and the states of its questions in their order; `flagged` are those to look at again."""

    standing: PolicyStanding
    question_states: tuple[tuple[str, QuestionState], ...]
    plan: tuple[PlanAction, ...]
    flagged: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class WrittenView:
    """What people wrote about one question or policy: the answer that counts, each note or action, what is cited.

    `said` is what meetings on a policy wrote down, each with the meeting's key in hexadecimal.
    """

    item_id: str
    answer: Answer | None
    texts: tuple[str, ...]
    cited: tuple[str, ...] = ()
    said: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CityView:
    """Whose profile this is. `is_sample` data is invented and must say so wherever it is shown."""

    city_id: str
    city_name: str
    country: str
    official: str
    computer: str
    is_sample: bool
    reference_date: str


@dataclass(frozen=True, slots=True)
class OverviewView:
    """The state of the whole assessment."""

    city: CityView
    standing: CityStanding
    policies: tuple[PolicyView, ...]
    contested: tuple[str, ...]


class Connection(StrEnum):
    """How this computer stands to the alliance's server."""

    NONE = "none"
    NOT_ADMITTED = "not_admitted"
    """The server doesn't know this computer: it needs an invitation."""
    PENDING = "pending"
    """The server relays what this computer writes; it counts once the city's lead or a registrar has admitted it."""
    ADMITTED = "admitted"


@dataclass(frozen=True, slots=True)
class StatusView:
    """The status line: only what is provable.

    Attributes:
        saved_ms: when the newest change was committed on this computer; None before the first.
        waiting_changes: operations that have no checked position on the server, drafts included.
        sent_ms: when everything sent so far was last confirmed under a signed head.
        last_contact_ms: when the server last answered.
        problem: the stable code of what stands in the way since the last try, or "".
        refused: own entries that the server has refused for good; then not everything was sent.
        asking: computers that ask to be admitted, if this one may admit them.
    """

    saved_ms: int | None
    waiting_changes: int
    sent_ms: int | None
    last_contact_ms: int | None
    connection: Connection
    contested: int
    problem: str
    refused: int
    asking: int = 0


@dataclass(frozen=True, slots=True)
class WaitingItem:
    """One change that has not left this computer for certain; `mark` is the confidence, or 1 for a flag, else 0."""

    question_id: str
    facet: int
    answer: Answer | None
    note: str
    author: str
    is_sealed: bool
    changed_ms: int
    mark: int = 0


@dataclass(frozen=True, slots=True)
class Receipt:
    """One own entry that stands on the server under a signed head that this computer has checked."""

    seq: int
    position: int
    sealed_ms: int
    confirmed_ms: int
    changes: int


@dataclass(frozen=True, slots=True)
class RefusedItem:
    """One own entry that the server refused for good; it stays here, and is shown."""

    seq: int
    code: str


@dataclass(frozen=True, slots=True)
class Colleague:
    """Another computer of the city and what came from it."""

    name: str
    computer: str
    changes: int
    last_ms: int


class ComputerState(StrEnum):
    """How a computer of the city stands."""

    PENDING = "pending"
    ADMITTED = "admitted"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class CityComputer:
    """One computer of the city: one key, and the logs that it has written.

    Attributes:
        log: its newest log; `logs` are all of them.
        name, official: as it says itself, even before anybody has admitted it; "" where it doesn't.
        role: None while nobody has admitted it.
        is_twice: whether two different entries continue the same one, so that it seems to exist twice.
        first_seen_ms: when its first entry came in here, by this computer's clock.
        last_ms: what its newest entry claims.
        last_entry: the hash of its newest entry here: a cut-off that holds back nothing.
        changes: what people did there and counts; `held_back` what they did and doesn't count.
        held: why, as the stable code of the newest one that doesn't count, or "".
    """

    log: LogId
    logs: tuple[LogId, ...]
    genesis: EntryHash
    name: str
    official: str
    role: Role | None
    state: ComputerState
    is_this_computer: bool
    is_twice: bool
    first_seen_ms: int
    last_ms: int
    last_entry: EntryHash
    changes: int
    held_back: int
    held: str


@dataclass(frozen=True, slots=True)
class HeldUpdate:
    """One update that was set aside: kept, not counted, and a lead may let it count.

    Attributes:
        items: ids of the questions and policies that it is about, each once.
        held: why it was set aside, as a stable code.
    """

    hash: EntryHash
    log: LogId
    claimed_ms: int
    items: tuple[str, ...]
    held: str


@dataclass(frozen=True, slots=True)
class AnnouncedAct:
    """What the alliance's registrar was asked to do, and waits with (decision 0026).

    Attributes:
        role: what the computer with `log` is to become; None: it is to be removed.
        computer: which one that is, if it is known here.
        objections: who of the city is against it, and why.
        is_own_objection: whether this computer has objected.
    """

    entry: EntryHash
    log: LogId
    role: Role | None
    computer: CityComputer | None
    reason: str
    claimed_ms: int
    objections: tuple[tuple[CityComputer | None, str], ...]
    is_own_objection: bool


@dataclass(frozen=True, slots=True)
class PeopleView:
    """The page about people and computers.

    Attributes:
        server: the address, or "" while there is none.
        computer_code: what this computer's owner reads out; "" before its log has begun, or once it is admitted.
        is_lead: whether this computer may admit and remove others.
        closed: those of `computers` whose request is closed, since wrong codes were typed.
        set_aside: by computer (its newest log), what was set aside of it, oldest first.
        is_removed: whether this computer was removed, as statements prove or as the server has said.
        announced: what the registrar waits with, so that the city can object; the earliest first.
        may_object: whether this computer's word counts there.
    """

    connection: Connection
    server: str
    computer_code: str
    is_lead: bool
    computers: tuple[CityComputer, ...]
    closed: frozenset[EntryHash]
    set_aside: dict[LogId, tuple[HeldUpdate, ...]]
    is_removed: bool = False
    announced: tuple[AnnouncedAct, ...] = ()
    may_object: bool = False

    @property
    def own(self) -> CityComputer | None:
        """This computer, once its log has begun."""
        return next((one for one in self.computers if one.is_this_computer), None)

    @property
    def is_admitted(self) -> bool:
        """Whether this computer is admitted, as the server says or as entries that came by file prove."""
        is_member = self.own is not None and self.own.state is ComputerState.ADMITTED
        return not self.is_removed and (self.connection is Connection.ADMITTED or is_member)

    @property
    def asking(self) -> tuple[CityComputer, ...]:
        """The other computers that ask to be admitted, closed requests among them."""
        return tuple(one for one in self.computers if one.state is ComputerState.PENDING and not one.is_this_computer)

    @property
    def leads(self) -> tuple[CityComputer, ...]:
        """The computers of the city's leads."""
        return tuple(one for one in self.computers if one.role is Role.LEAD and one.state is ComputerState.ADMITTED)


@dataclass(frozen=True, slots=True)
class SendingView:
    """The page about what leaves and what came.

    Attributes:
        waiting_bytes: what the waiting changes weigh on the line, about.
        server: the address, or "" while there is none.
        computer_code: what this computer's owner reads out to the lead; "" before its log has begun, or once admitted.
        is_lead: whether this computer may admit others.
        waits_for_key: whether notes or plans wait because this computer has no key of its city yet.
        erased: private parts of updates that were deleted because somebody who may has asked for it.
    """

    connection: Connection
    server: str
    computer_code: str
    is_lead: bool
    waiting: tuple[WaitingItem, ...]
    waiting_bytes: int
    receipts: tuple[Receipt, ...]
    refused: tuple[RefusedItem, ...]
    colleagues: tuple[Colleague, ...]
    contested: tuple[str, ...]
    last_contact_ms: int | None
    problem: str
    waits_for_key: bool
    erased: int
