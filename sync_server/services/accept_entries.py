"""Takes entries into a city's log: one push, one city, one transaction, and one signed head for all of it."""

from collections.abc import Sequence

from roadmap_core.entries.entry import Entry
from roadmap_core.entries.identifiers import entry_hash
from roadmap_core.exchange.messages import Ack
from sync_server.services.heads import replace_head, signed_head
from sync_server.services.invite import use_invitation
from sync_server.services.judge_entries import Judge
from sync_server.services.project_entries import project_entries
from sync_server.services.server import Server
from sync_server.settings import BAD_SIGNATURES
from sync_server.storage import city_log
from sync_server.storage.city_log import CityLog
from sync_server.storage.database import Connection


def accept_entries(
    server: Server,
    city: str,
    pushed: Sequence[bytes],
    invitation: bytes | None = None,
    bad_signatures: int = BAD_SIGNATURES,
) -> list[Ack] | None:
    """What became of each pushed entry, in their order; durable when this returns. None for an unknown city.

    Args:
        server: whose key signs the new head.
        city: the id as it was sent.
        pushed: entries as they came.
        invitation: what the city's first computer presents; None to take the one that its genesis names.
        bad_signatures: after so many the rest is not verified, but refused with E-LIMIT.

    Raises:
        BusyError: nothing was taken.
    """
    with server.database.writing() as connection:
        log = city_log.lock(connection, city, server.alliance)
        if log is None:
            return None
        if not pushed:
            return []
        hashes = [entry_hash(data) for data in pushed]
        known = city_log.positions(connection, city, hashes)

        def opens_city(entry: Entry) -> bool:
            presented = invitation if invitation is not None or entry.genesis is None else entry.genesis.invitation
            return use_invitation(connection, server, city, presented or b"", entry.hash)

        enrolled = set(log.membership.roles_by_genesis)
        judge = Judge(connection, log, known, opens_city, bad_signatures)
        acks = [judge.judge(data, whole) for data, whole in zip(pushed, hashes, strict=True)]
        if judge.accepted:
            _store(connection, server, log, judge)
            roles = log.membership.roles_by_genesis
            city_log.keep_enrolments(connection, city, {g: roles[g] for g in roles.keys() - enrolled})
    return acks


def _store(connection: Connection, server: Server, log: CityLog, judge: Judge) -> None:
    city_log.append(connection, log, judge.accepted, server.now_ms())
    city_log.keep_logs(connection, log, judge.changed_logs)
    city_log.note_gaps(connection, log.city, {gap for gap in judge.gaps if gap.missing not in judge.known})
    city_log.fill_gaps(connection, log.city, judge.filled)
    city_log.note_forks(connection, log.city, judge.forks)
    keys = log.membership.keys_by_log
    project_entries(connection, server.questionnaire, log.city, judge.accepted, keys, judge.known)
    head = signed_head(server, log.city, log.frontier)
    city_log.advance(connection, log, head)
    replace_head(connection, log.city, log.head, head)
