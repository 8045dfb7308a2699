"""Takes entries into a city's log: one push, one city, one transaction, and one signed head for all of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from roadmap_core.entries.entry import Entry
from roadmap_core.entries.identifiers import EntryHash, entry_hash
from roadmap_core.exchange.messages import Ack, AckCode
from roadmap_core.merge.members import COUNTS, Judgement, Verdict
from sync_server.services.alliance import current_document
from sync_server.services.heads import replace_head, signed_head
from sync_server.services.invite import use_invitation
from sync_server.services.judge_entries import Judge
from sync_server.services.private_parts import PrivateParts
from sync_server.services.project_entries import project_anew, project_entries
from sync_server.services.server import Server
from sync_server.services.settle_verdicts import settle_verdicts, stored_counting
from sync_server.services.verify_ahead import opened
from sync_server.settings import BAD_SIGNATURES
from sync_server.storage import city_log, memberships
from sync_server.storage.city_log import CityLog
from sync_server.storage.database import Connection


def accept_entries(
    server: Server,
    city: str,
    pushed: Sequence[bytes],
    invitation: bytes | None = None,
    bad_signatures: int = BAD_SIGNATURES,
    *,
    is_vouched: bool = False,
    parts: PrivateParts | None = None,
) -> list[Ack] | None:
    """What became of each pushed entry, in their order; durable when this returns. None for an unknown city.

    Args:
        server: whose key signs the new head.
        city: the id as it was sent.
        pushed: entries as they came.
        invitation: what a new computer presents; None to take the one that its genesis names.
        bad_signatures: after so many the rest is not verified, but refused with E-LIMIT.
        is_vouched: whether the operator vouches for relaying new computers; it admits none of them.
        parts: the private parts that came with the entries; it is told what became of them.

    Raises:
        BusyError: nothing was taken.
    """
    with server.database.writing() as connection:
        log = city_log.lock(connection, city, partial(current_document, connection, server))
        if log is None:
            return None
        if not pushed and not (parts and parts.brought):
            return []
        hashes = [entry_hash(data) for data in pushed]
        known = city_log.positions(connection, city, hashes)

        def vouched(entry: Entry) -> bool:
            presented = invitation if invitation is not None or entry.genesis is None else entry.genesis.invitation
            return is_vouched or use_invitation(connection, server, city, presented or b"", entry.hash)

        judge = Judge(connection, log, known, vouched, bad_signatures)
        acks = judge.judge([opened(data, whole) for data, whole in zip(pushed, hashes, strict=True)])
        if judge.accepted:
            judged = _store(connection, server, log, judge)
            held_back = {entry: found for entry, found in judged.items() if found != COUNTS}
            if held_back:
                acks = [_with_verdict(ack, held_back.get(whole)) for ack, whole in zip(acks, hashes, strict=True)]
        (parts or PrivateParts()).take(connection, log, judge, acks)
    return acks


def _with_verdict(ack: Ack, found: Judgement | None) -> Ack:
    if found is None or ack.code not in (AckCode.ACCEPTED, AckCode.PENDING):
        return ack
    code = AckCode.PENDING if found.verdict == Verdict.PENDING else AckCode.QUARANTINED
    return replace(ack, code=code)


def _store(connection: Connection, server: Server, log: CityLog, judge: Judge) -> Mapping[EntryHash, Judgement]:
    city_log.append(connection, log, judge.accepted, server.now_ms())
    city_log.note_gaps(connection, log.city, {gap for gap in judge.gaps if gap.missing not in judge.known})
    city_log.fill_gaps(connection, log.city, judge.filled)
    city_log.note_forks(connection, log, judge.forks)
    memberships.keep_statements(connection, log.city, judge.said)
    city_log.keep_logs(connection, log, log.tips.keys() if judge.said else judge.changed_logs)
    judge.is_decisive |= memberships.branch(connection, log.city, log.membership, log.forked)
    judged = settle_verdicts(connection, log, judge)
    _project(connection, server, log, judge, judged)
    head = signed_head(server, log.city, log.frontier)
    city_log.advance(connection, log, head)
    replace_head(connection, log.city, log.head, head)
    return judged


def _project(
    connection: Connection, server: Server, log: CityLog, judge: Judge, judged: Mapping[EntryHash, Judgement]
) -> None:
    own, key_of = server.questionnaire, log.membership.key
    if len(judged) == len(judge.accepted):
        counting = [entry for entry in judge.accepted if judged[entry.hash] == COUNTS]
        if counting:
            project_entries(connection, own, log.city, counting, key_of, judge.known)
    else:
        entries, positions = stored_counting(connection, log)
        project_anew(connection, own, log.city, entries, key_of, positions)
