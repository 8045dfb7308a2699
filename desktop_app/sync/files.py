"""Files beside citations go and come behind the entries: in pieces, for a while each round, from where they were cut.

No entry ever waits for a file: this runs when a round is over and everything else was said, it ends after some seconds,
and what stands in a file's way is no problem of the round. It runs where the round ran; only marks go to the database.
"""

from dataclasses import dataclass, field, replace

from desktop_app import log
from desktop_app.errors import AppError, explain
from desktop_app.storage import attachments, city_log
from desktop_app.storage.attachments import Named
from desktop_app.storage.engine import reading, transaction
from desktop_app.sync.file_replies import FileReply, Span, standing_in
from desktop_app.sync.outcome import FilesDone
from desktop_app.sync.profile import Database, Profile
from desktop_app.sync.server import Server, WaitError
from desktop_app.sync.session import Session
from roadmap_core import limits
from roadmap_core.assessment.attached import AttachedFile
from roadmap_core.keys.sealed_file import PIECE_BYTES

SECONDS_A_ROUND = 10.0
"""Then the round ends, what was written meanwhile is sealed and sent, and the next one goes on."""
SMALL_BYTES = 8 * PIECE_BYTES
"""What is fetched unasked: 33 kB, four seconds of a line of 64 kbit/s."""
_MOST_SPAN_BYTES = 64 * PIECE_BYTES
_MOST_TURNS = 3
"""How often in one go the server may send us back to another place of a file."""
_OF_ONE_FILE = frozenset({"E-ATTACH-ABSENT", "E-ATTACH-WRONG", "E-ATTACH-REFUSED", "E-ATTACH-ROOM"})


def exchange_files(profile: Profile, session: Session, database: Database, *, is_news: bool = False) -> FilesDone:
    """Goes on with the files that are asked for here, then with those that the server hasn't got, small ones first.

    `is_news`: entries came, and small files that they name are fetched without being asked for.
    """
    if session.token is None:
        return FilesDone()
    address, due = database.call(lambda: _due(profile, session, is_news=is_news))
    return _Traffic(profile, session, session.server(address), database).run(due) if due else FilesDone()


def _due(profile: Profile, session: Session, *, is_news: bool) -> tuple[str, list[Named]]:
    with reading(profile.store.engine) as connection:
        held = city_log.state(connection)
        if held is None or (not is_news and (profile.files.is_empty() and not attachments.wants_any(connection))):
            return "", []
        named = attachments.named(profile.store, connection)
    if is_news:
        named = _want_small(profile, named)
    resting = session.resting
    found = [one for one in named if one.file.address not in resting and _is_due(profile, one)]
    return held.server, sorted(found, key=lambda one: (not one.state.is_wanted, one.file.size, one.file.address))


def _want_small(profile: Profile, named: tuple[Named, ...]) -> tuple[Named, ...]:
    """Small files that aren't here are asked for."""
    small = {
        one.file.address
        for one in named
        if one.file.size <= SMALL_BYTES and not one.state.is_wanted and not profile.files.has(one.file.address)
    }
    if small:
        with transaction(profile.store.engine) as connection:
            for address in small:
                attachments.want(connection, address, is_wanted=True)
    return tuple(
        replace(one, state=replace(one.state, is_wanted=True)) if one.file.address in small else one for one in named
    )


def _is_due(profile: Profile, one: Named) -> bool:
    """What nobody but this computer knows of yet stays here: its citation goes first."""
    if not profile.files.has(one.file.address):
        return one.state.is_wanted
    return one.is_sealed and not (one.state.is_sent or one.state.is_held)


@dataclass
class _Traffic:
    """The files of one round."""

    profile: Profile
    session: Session
    server: Server
    database: Database
    moved_bytes: int = 0
    problem: str = ""
    _began: float = field(init=False)

    def __post_init__(self) -> None:
        self._began = self.session.stopwatch()

    def run(self, due: list[Named]) -> FilesDone:
        sent = received = 0
        is_left = False
        for one in due:
            is_here = self.profile.files.has(one.file.address)
            try:
                is_whole = self._send(one.file) if is_here else self._receive(one.file)
            except (AppError, OSError) as error:
                self.problem = explain(error).code
                if self._may_go_on(error, one, due):
                    continue
                break
            sent, received = sent + (is_here and is_whole), received + (not is_here and is_whole)
            if not is_whole:
                is_left = not self.problem
                break
        log.event("files", sent=sent, received=received, bytes=self.moved_bytes, problem=self.problem)
        return FilesDone(sent, received, self.moved_bytes, is_left, self.problem)

    def _may_go_on(self, error: Exception, one: Named, due: list[Named]) -> bool:
        """Whether it concerns this file alone, which rests then; otherwise the line, or the server as a whole."""
        if isinstance(error, AppError) and error.code in _OF_ONE_FILE:
            self.session.rest([one.file.address])
            return True
        if isinstance(error, WaitError) and error.seconds:
            self.session.rest((other.file.address for other in due), error.seconds)
        return False

    def _send(self, file: AttachedFile) -> bool:
        """Whether the server has all of it now; if not, the time is over."""
        sealed = self.profile.files.read(file.address)
        if sealed is None:  # the disk has changed it; it is not here any more
            return False
        reply = self.server.file("HEAD", file.address, self._token(), standing_in)
        if reply.status != 200 and (reply.status != 404 or reply.offset is None):
            raise self._refused(reply, "E-ATTACH-REFUSED")
        offset, is_whole, turns = reply.offset or 0, reply.status == 200, 0
        try:
            while not is_whole:
                reply, piece = self._send_piece(file, sealed, offset)
                is_whole, turns = reply.status == 201, turns + (reply.status == 409)
                offset = _next_place(reply, offset, len(piece), turns)
                if self._is_over():
                    break
        finally:
            self._note(file, file.size if is_whole else min(offset, file.size), is_whole=is_whole)
        return is_whole

    def _send_piece(self, file: AttachedFile, sealed: bytes, offset: int) -> tuple[FileReply, bytes]:
        most = min(max(self.session.pace.push_bytes, limits.BLOB_PIECE_LEAST_BYTES), limits.BLOB_PIECE_BYTES)
        piece, began = sealed[offset : offset + most], self.session.stopwatch()
        query = f"?offset={offset}"
        reply = self.server.file("POST", file.address, self._token(), standing_in, query=query, piece=piece)
        if reply.status in (401, 404):
            raise self._refused(reply, "E-ATTACH-REFUSED")
        self._measured(len(piece), began)
        return reply, piece

    def _receive(self, file: AttachedFile) -> bool:
        """Whether all of it is here now; if not, the time is over. Good pieces stay, whatever came behind them."""
        shelf = self.profile.files
        start = shelf.resume(file)
        while start < file.size:
            most = min(max(self.session.pace.pull_bytes // PIECE_BYTES * PIECE_BYTES, PIECE_BYTES), _MOST_SPAN_BYTES)
            span = Span(start, min(start + most, file.size), file.size, bytearray())
            start += self._receive_span(file, span)
            if start < file.size and self._is_over():
                return False
        if not shelf.complete(file):
            raise AppError("E-ATTACH-WRONG")
        self._note(file, file.size, is_whole=True)
        return True

    def _receive_span(self, file: AttachedFile, span: Span) -> int:
        began, good = self.session.stopwatch(), 0
        try:
            reply = self.server.file("GET", file.address, self._token(), span.read, span=span.header)
        finally:
            if span.come:
                good = self.profile.files.add(file, span.start, bytes(span.come[: span.end - span.start]))
                self._measured(len(span.come), began)
        if reply.status == 206 and good == span.end - span.start:
            return good
        wrong = "E-ATTACH-ABSENT" if reply.status == 404 else "E-ATTACH-WRONG"
        raise self._refused(reply, wrong)

    def _refused(self, reply: FileReply, code: str) -> AppError:
        if reply.status != 401:
            return AppError(code)
        self.session.token = None
        return AppError("E-NOT-ADMITTED")

    def _token(self) -> bytes:
        if self.session.token is None:
            raise AppError("E-NOT-ADMITTED")
        return self.session.token

    def _measured(self, size: int, began: float) -> None:
        self.moved_bytes += size
        self.session.pace.measured(size, self.session.stopwatch() - began)

    def _is_over(self) -> bool:
        return self.session.stopwatch() - self._began >= SECONDS_A_ROUND

    def _note(self, file: AttachedFile, sent_bytes: int, *, is_whole: bool) -> None:
        def work() -> None:
            with transaction(self.profile.store.engine) as connection:
                attachments.note_sent(connection, file.address, sent_bytes, is_sent=is_whole)
                if is_whole:
                    attachments.want(connection, file.address, is_wanted=False)

        self.database.call(work)


def _next_place(reply: FileReply, offset: int, length: int, turns: int) -> int:
    """Where the next piece begins: behind the one of `length` bytes that was taken, or where the server says.

    Behind the last byte an empty piece says that this was all. Raises AppError where that leads nowhere.
    """
    if reply.status == 201:
        return offset + length
    if reply.status == 202 and length and reply.offset == offset + length:
        return reply.offset
    if reply.status == 409 and reply.offset is not None and turns <= _MOST_TURNS:
        return reply.offset
    raise AppError("E-ATTACH-ROOM" if reply.code == "E-QUOTA" else "E-ATTACH-REFUSED")
