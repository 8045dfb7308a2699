"""One round with the server: send what waits, receive what is new, believe only what was checked.

No thread and no screen: it runs where it is called, database work through `database`. A cut anywhere is safe to
repeat, because nothing counts as sent before its position was checked under a signed head, and every page is stored in
one transaction. Sealing drafts comes before and is the caller's.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from typing import TypeVar

from desktop_app import log
from desktop_app.errors import AppError
from desktop_app.storage import city_log, heard_heads, private_parts, queries
from desktop_app.storage.city_log import CityLogState
from desktop_app.storage.engine import Connection, reading, transaction
from desktop_app.storage.views import Connection as Admission
from desktop_app.sync import asking, documents, gossip
from desktop_app.sync.carrying import carry
from desktop_app.sync.community import fetch_community
from desktop_app.sync.credentials import get_token, presented
from desktop_app.sync.enrolment import ask_whether_admitted, present
from desktop_app.sync.files import exchange_files
from desktop_app.sync.judging import Asked, Objection, Page, Placed, Stranger, judge
from desktop_app.sync.outcome import CONTRADICTED, Outcome
from desktop_app.sync.profile import HERE, Database, Profile
from desktop_app.sync.proof import ask_for_nonce, reply_in
from desktop_app.sync.server import Server, WaitError
from desktop_app.sync.session import Session
from desktop_app.sync.taking import Taken, take_page
from roadmap_core.entries.identifiers import EntryHash, Register
from roadmap_core.exchange.messages import SyncReply, SyncRequest
from roadmap_core.refusals import Code

T = TypeVar("T")

_ALARM_AFTER_ROUNDS = 3
_LOST_TOKEN = frozenset({401, 404})
_FULL = "E-QUOTA"
_STAYS = CONTRADICTED | {"E-REMOVED"}
"""What stays said until the server has answered something else: a line that fails takes nothing of it back."""


def run_round(profile: Profile, session: Session, database: Database = HERE, *, is_polling: bool = False) -> Outcome:
    """One round. What the line or the server does wrong is in the outcome's `problem`, and kept for the status line.

    Args:
        profile: whose entries travel.
        session: what the rounds before left in memory.
        database: where database work runs.
        is_polling: nobody asked, its time came: with nothing to send, the head is asked for first, which costs less
            where nothing is new and a round trip more where something is.
    """
    return _Round(profile, session, database, is_polling).run()


def run_rounds(
    profile: Profile,
    session: Session,
    seal_again: Callable[[], bool],
    database: Database = HERE,
    *,
    is_polling: bool = False,
) -> Outcome:
    """One round, and another one where it brought what drafts had waited for: the city's key. Then files, for a while.

    `seal_again` runs on the database's thread after the first one; it says whether there is something new to send.
    """
    outcome = run_round(profile, session, database, is_polling=is_polling)
    if not outcome.is_failure and database.call(seal_again):
        outcome = outcome.then(run_round(profile, session, database))
    if outcome.is_failure:
        return outcome
    return replace(outcome, files=exchange_files(profile, session, database, is_news=outcome.received > 0))


@dataclass
class _Round:
    """The memory of one round."""

    profile: Profile
    session: Session
    database: Database
    is_polling: bool
    registers: frozenset[Register] = frozenset()
    received: int = 0
    sent: int = 0
    problem: str = ""
    is_reached: bool = False
    is_community_new: bool = False
    offered: set[EntryHash] = field(default_factory=set)
    turned_away: set[EntryHash] = field(default_factory=set)
    carried: dict[EntryHash, int] = field(default_factory=dict)
    is_catching_up: bool = False
    brought: set[bytes] = field(default_factory=set)
    unheard: list[Placed] = field(default_factory=list)
    has_renewed: bool = False

    def run(self) -> Outcome:
        held = self._read(city_log.state)
        if held is None or not held.server or held.log is None:
            return Outcome(problem="E-NOT-JOINED")
        wait_seconds = None
        try:
            self._talk(held)
        except AppError as error:
            self.problem = error.code
            wait_seconds = error.seconds if isinstance(error, WaitError) else None
            self.session.is_settled = False
        return self.database.call(lambda: self._finish(wait_seconds))

    def _read(self, query: Callable[[Connection], T]) -> T:
        def work() -> T:
            with reading(self.profile.store.engine) as connection:
                return query(connection)

        return self.database.call(work)

    def _talk(self, held: CityLogState) -> None:
        server = self.session.server(held.server)
        if documents.is_due(held, self.profile.clock()):
            self._renew_documents(server, held)
        held = presented(self.profile, self.session, server, held, self.database)
        if held.admission is Admission.NOT_ADMITTED:
            self.problem = "E-NOT-ADMITTED"
            return
        if held.admission is Admission.PENDING:
            if not self._is_admitted_by_now(server, held):
                self.problem = "E-NOT-ADMITTED" if held.head else ""  # who was admitted once doesn't wait for it
                return
            self.session.offer_all()
        if not (self.is_polling and self._is_idle(server, held)):
            if self.session.token is None:
                self._get_token(server, held, ask_for_nonce(server, held))
            self._exchange_all(server, held)
        self._carry()
        if self.session.token is not None:
            self.is_community_new = fetch_community(self.profile, self.session, server, self.database)

    def _carry(self) -> None:
        """What this computer carries for other cities; what stands in the way of theirs is no problem of ours."""
        delivered = sum(one.delivered for one in carry(self.profile, self.session, self.database))
        if delivered:
            log.event("carried", entries=delivered)

    def _renew_documents(self, server: Server, held: CityLogState) -> bool:
        """Whether newer alliance documents came. Those that don't follow are told; what is held stays in force."""
        self.has_renewed = True
        try:
            is_new, registers = documents.renew(self.profile, server, held, self.database)
        except AppError as error:
            if error.code != "E-ALLIANCE-DOC" or not held.trust.is_begun:
                raise
            self.problem = error.code
            return False
        self.registers |= registers
        return is_new

    def _knows_the_key_now(self, server: Server, held: CityLogState, objection: Objection) -> bool:
        """Whether it was a newer log key that a head was objected to for; asked for once a round."""
        return objection.has_unknown_key and not self.has_renewed and self._renew_documents(server, held)

    def _is_admitted_by_now(self, server: Server, held: CityLogState) -> bool:
        """A computer that waits for its admission: the server relays what it writes, and is asked for a token."""
        nonce = self._relay(server, held)
        call = (self.profile, self.session, server, held, self.database)
        return ask_whether_admitted(*call, nonce) is Admission.ADMITTED

    def _relay(self, server: Server, held: CityLogState) -> bytes | None:
        """Sends as one who isn't admitted, or no more: the server keeps it, and a lead may let it count. A nonce."""
        while True:
            asked, request = self._read(self._ask)
            verdict, _ = self._exchange(server, asked, request, token=None)
            if not isinstance(verdict, Stranger):
                raise AppError("E-REPLY")
            self.session.rest(verdict.relayed)
            if verdict.not_admitted:  # the server has lost this computer's genesis
                present(self.profile, self.session, server, held, self.database)
                break
            if not (asked.offered and verdict.relayed and self._read(self._has_more_to_offer)):
                break
        return verdict.nonce

    def _is_idle(self, server: Server, held: CityLogState) -> bool:
        """Whether the server has nothing new and we have nothing to send: a conditional GET tells."""
        session = self.session
        if not (session.is_settled and session.has_fresh_token and held.head and session.token):
            return False
        if self._read(self._has_more_to_do):
            return False
        answer = server.head(held.city, session.token, f'"{held.head_epoch}.{held.head_size}"')
        self.is_reached = True
        if answer.status in _LOST_TOKEN:
            session.token = None
        return answer.status == 304

    def _get_token(self, server: Server, held: CityLogState, nonce: bytes | None) -> None:
        try:
            get_token(self.profile, self.session, server, held, nonce, self.database)
        except AppError as error:
            if error.code == "E-REMOVED" and self._read(self._has_more_to_offer):
                self._relay(server, held)
            raise

    def _exchange_all(self, server: Server, held: CityLogState) -> None:
        has_new_token = False
        while True:
            asked, request = self._read(self._ask)
            try:
                verdict, reply = self._exchange(server, asked, request, self.session.token)
            except WaitError as error:
                self._stop_offering(error, asked)
                continue
            if isinstance(verdict, Stranger):
                if has_new_token:
                    raise AppError("E-NOT-ADMITTED")
                self.session.token, has_new_token = None, True
                self._get_token(server, held, verdict.nonce)
                continue
            if isinstance(verdict, Objection):
                if not self._knows_the_key_now(server, asked.held, verdict):
                    self._object(asked, reply.head, verdict)
                    return
                continue
            self._take(asked, verdict)
            if verdict.is_whole and not self._read(self._has_more_to_do):
                break
        self._count_unconfirmed()

    def _stop_offering(self, error: WaitError, asked: Asked) -> None:
        """Of a full city, what others wrote still comes. Raises `error` where the wait is for anything else."""
        if error.code != _FULL or not (asked.offered or asked.brought):
            raise error
        self.session.fill_up(error.seconds)

    def _ask(self, connection: Connection) -> tuple[Asked, SyncRequest]:
        may_offer = not (self.is_catching_up or self.session.is_full)
        return asking.ask(connection, self.session, self.offered, may_offer=may_offer)

    def _exchange(
        self, server: Server, asked: Asked, request: SyncRequest, token: bytes | None
    ) -> tuple[Page | Stranger | Objection, SyncReply]:
        body = replace(request, token=token).to_bytes()
        began = self.session.stopwatch()
        answer = server.sync(body)
        if answer.status == 404:
            self.session.token = None
            raise AppError("E-NOT-ADMITTED")
        reply = reply_in(answer)
        self.is_reached = True
        self.session.pace.measured(len(body) + len(answer.body), self.session.stopwatch() - began)
        self.session.keep_token(reply.token)
        return judge(asked, reply), reply

    def _take(self, asked: Asked, page: Page) -> None:
        def work() -> Taken:
            with transaction(self.profile.store.engine) as connection:
                now = self.profile.clock()
                return take_page(connection, self.profile.keys, asked, page, self.carried, now)

        taken = self.database.call(work)
        self.registers |= taken.registers
        self.received += taken.received
        self.sent += taken.confirmed
        self.problem = taken.problem or self.problem
        self.carried = taken.carried
        self.session.rest(taken.missing)
        self._rest_what_is_never_enough(asked.brought, page.lacks)
        self.is_catching_up = not page.is_whole
        self.unheard += page.placed
        if page.is_whole:
            self._hear(asked.held, page)
        if page.is_new_epoch:
            self.session.offer_all()
        self.session.rest(whole for whole, code in page.refused if code in city_log.NOT_FINAL)
        if page.is_whole:
            self.offered |= {entry.hash for entry in asked.offered}
        own = self._read(lambda connection: city_log.own_among(connection, page.turned_away))
        self.turned_away |= own
        not_relayed = page.turned_away - own  # strangers' entries that another server relayed: no problem of ours
        offered = {entry.hash for entry in asked.offered}
        if offered <= page.turned_away:  # nothing came along with them that may have admitted their computer
            self.session.rest(not_relayed)
        self.offered -= not_relayed

    def _rest_what_is_never_enough(self, brought: Collection[bytes], lacks: Collection[bytes]) -> None:
        """A private part that was brought twice and is still asked for rests, by its name: the round is to end."""
        names = {digest[: private_parts.NAME_BYTES] for digest in brought}
        self.session.rest(names & self.brought & set(lacks))
        self.brought |= names

    def _hear(self, held: CityLogState, page: Page) -> None:
        """Listens to what entries that came, and earlier files, say of heads; contradictions are kept as evidence."""

        def work() -> bool:
            with transaction(self.profile.store.engine) as connection:
                found = gossip.contradicting(connection, self.unheard, page.head.epoch)
                if found is not None:
                    entry, head = found
                    heads = [
                        (page.head_bytes, page.head.epoch, page.head.size),
                        (entry.data, head.epoch, head.position),
                    ]
                    city_log.keep_evidence(connection, heads, "E-HEAD-SPLIT", self.profile.clock())
                is_told_by_file = heard_heads.compare(connection, held.log_keys, self.profile.clock())
                return found is not None or is_told_by_file

        if self.database.call(work):
            log.event("two-stories", position=held.position)
            self.problem = "E-HEAD-SPLIT"
        self.unheard = []

    def _object(self, asked: Asked, head_bytes: bytes, objection: Objection) -> None:
        """Nothing of the reply is taken; what contradicts is kept as evidence, and work goes on."""
        held, head, now = asked.held, objection.contradicting, self.profile.clock()

        def work() -> None:
            with transaction(self.profile.store.engine) as connection:
                if head is not None:
                    heads = [(held.head, held.head_epoch, held.head_size), (head_bytes, head.epoch, head.size)]
                    city_log.keep_evidence(connection, heads, objection.code, now)
                city_log.rewind(connection)

        self.database.call(work)
        self.session.is_settled = False
        log.event("reply-refused", code=objection.code, position=held.position)
        self.problem = objection.code

    def _has_more_to_offer(self, connection: Connection) -> bool:
        return asking.has_entries(connection, self.session, self.offered)

    def _has_more_to_do(self, connection: Connection) -> bool:
        return asking.has_anything(connection, self.session, self.offered)

    def _count_unconfirmed(self) -> None:
        """What was sent and neither confirmed nor refused: an alarm after three rounds (faults.md, row 78)."""
        places = self._read(lambda connection: city_log.open_among(connection, self.offered - self.turned_away))
        self.session.unconfirmed_rounds = self.session.unconfirmed_rounds + 1 if places else 0
        self.session.is_settled = not places and not self.turned_away and self.problem not in CONTRADICTED
        if self.session.unconfirmed_rounds >= _ALARM_AFTER_ROUNDS:
            self.problem = "E-RECEIPT"
        if self.turned_away and not self.problem:
            self.problem = "E-NOT-ADMITTED"

    def _what_waits_on(self, connection: Connection) -> str:
        """Whether the server has no room, or can't read yet what waits; "" for neither."""
        if self.session.is_full and city_log.count_waiting(connection):
            return _FULL
        refusal = city_log.not_taken_yet(connection)
        return "E-SERVER-OLD" if refusal == Code.NEWER_ENTRY else _FULL if refusal else ""

    def _what_is_old(self, held: CityLogState | None) -> str:
        """Whether the alliance document is overdue; work goes on, and so does sending (faults.md, row 24)."""
        return "E-TRUST-OLD" if held is not None and held.trust.is_old(self.profile.clock()) else ""

    def _finish(self, wait_seconds: int | None) -> Outcome:
        with transaction(self.profile.store.engine) as connection:
            held = city_log.state(connection)
            self.problem = self.problem or self._what_waits_on(connection) or self._what_is_old(held)
            if self.is_reached or held is None or held.problem not in _STAYS:
                city_log.save(connection, problem=self.problem)
            if self.is_reached:
                city_log.save(connection, last_contact_ms=self.profile.clock())
        questions, policies, city = queries.changed_items(self.profile.store, self.registers)
        return Outcome(
            questions=questions,
            policies=policies,
            city=city,
            contested=bool(questions),
            outbox=bool(self.sent or self.offered),
            connection=True,
            community=self.is_community_new,
            sent=self.sent,
            received=self.received,
            problem=self.problem,
            wait_seconds=wait_seconds,
        )
