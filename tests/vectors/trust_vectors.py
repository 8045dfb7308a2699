"""Vectors of who may write and who may read: alliance documents, members with verdicts, private parts, keys."""

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from typing import Any

from roadmap_core.entries.entry import Entry
from roadmap_core.entries.envelope import HEAD, close, open_envelope
from roadmap_core.entries.facets import Facet
from roadmap_core.entries.identifiers import NO_ENTRY, EntryHash, LogId, Register
from roadmap_core.entries.sealing import Claims, Private, seal_with
from roadmap_core.entries.statements import Announce, Endorse, Enrol, Erase, Objection, Rekey, Revoke, Role
from roadmap_core.keys.city_key import CityKey, agreement_key
from roadmap_core.ledger.alliance import AllianceDocument
from roadmap_core.merge.honoured import not_honoured
from roadmap_core.merge.members import Membership
from roadmap_core.refusals import Refusal
from tests.opening import with_private
from tests.vectors import hpke
from tests.vectors.computers import ALLIANCE, CITY, CLAIMED_MS, Computer, answered, op, row, signer_of
from tests.vectors.readable import readable

ROOT, NEW_ROOT = signer_of("root"), signer_of("new root")
SERVER, NEW_SERVER = signer_of("server").public_key, signer_of("new server").public_key
REGISTRAR = signer_of("registrar").public_key
FIRST = AllianceDocument(ALLIANCE, 1, None, ROOT.public_key, {REGISTRAR: None}, (SERVER,), CLAIMED_MS)
KEY = CityKey(1, sha256(b"city key").digest())
SECRET, EPHEMERAL = sha256(b"agreement").digest(), sha256(b"ephemeral").digest()
NOTE, EVIDENCE = Register(1, 18, Facet.NOTE), Register(1, 18, Facet.EVIDENCE)


def alliance() -> dict[str, Any]:
    first = FIRST.signed(ROOT)
    removed = {REGISTRAR: frozenset({EntryHash(bytes(32)), EntryHash(b"\1" * 32)}), signer_of("other").public_key: None}
    changed = replace(FIRST, version=2, previous=sha256(first).digest(), root_key=NEW_ROOT.public_key)
    second = replace(changed, registrars=removed, log_keys=(SERVER, NEW_SERVER))
    third = replace(second, version=3, previous=sha256(second.signed(ROOT)).digest())
    envelope = open_envelope(first)
    assert not isinstance(envelope, Refusal)
    refused = {
        "a skipped version": [first, replace(second, version=3).signed(ROOT)],
        "an unknown root key": [first, second.signed(NEW_ROOT)],
        "the old root key after a change": [first, second.signed(ROOT), third.signed(ROOT)],
        "a first one that names another root key": [replace(FIRST, root_key=NEW_ROOT.public_key).signed(ROOT)],
        "no log key": [replace(FIRST, log_keys=()).signed(ROOT)],
        "another alliance": [first, replace(second, alliance="staging").signed(ROOT)],
        "after other bytes": [first, replace(second, previous=bytes(32)).signed(ROOT)],
        "signed for another purpose": [close(envelope.payload, HEAD, ROOT)],
    }
    chain = ((FIRST, first), (second, second.signed(ROOT)), (third, third.signed(NEW_ROOT)))
    return {
        "root_key": ROOT.public_key.hex(),
        "chain": [{"bytes": data.hex(), "meaning": _meaning(document)} for document, data in chain],
        "refused_chains": [{"name": name, "chain": [data.hex() for data in each]} for name, each in refused.items()],
    }


def _meaning(document: AllianceDocument) -> dict[str, Any]:
    tips = {
        key.hex(): None if tips is None else sorted(tip.hex() for tip in tips)
        for key, tips in document.registrars.items()
    }
    return {**readable(replace(document, registrars={})), "registrars": dict(sorted(tips.items()))}


def members() -> dict[str, Any]:
    return {"worlds": [_world(name, registrars, entries) for name, registrars, entries in _worlds()]}


def _world(name: str, registrars: dict[bytes, Any], entries: list[Entry]) -> dict[str, Any]:
    document = replace(FIRST, registrars=registrars)
    places = {entry.hash: (entry.log, entry.prev) for entry in entries}
    found = Membership(CITY, document, places.get)
    found.learn(entries)
    by_log: dict[LogId, list[Entry]] = {}
    for entry in entries:
        by_log.setdefault(entry.log, []).append(entry)
    for log, own in by_log.items():
        found.branch(log, [(entry.seq, entry.prev) for entry in own])
    return {
        "name": name,
        "alliance_document": document.signed(ROOT).hex(),
        "entries": [
            {
                "bytes": entry.data.hex(),
                "verdict": found.judge(entry).verdict.name.lower(),
                "code": found.judge(entry).code,
                "not_honoured": {str(place): code for place, code in not_honoured(entry, found).items()},
            }
            for entry in entries
        ],
        "roles": {log.hex(): found.role(log) for log in by_log},
        "readers": sorted(log.hex() for log in by_log if found.reads(log)),
        "erased": sorted(entry.hex() for entry in found.erased()),
        "rekeys": readable(found.rekeys()),
    }


def _as(computer: Computer, role: int = Role.EDITOR, until_ms: int | None = None) -> Enrol:
    return Enrol(computer.genesis.hash, role, "", until_ms)


def _worlds() -> Iterator[tuple[str, dict[bytes, Any], list[Entry]]]:
    registrar, lead, editor = (Computer(name) for name in ("registrar", "lead", "editor"))
    opened = [registrar.genesis, lead.genesis, editor.genesis, registrar.seal(_as(lead, Role.LEAD))]
    written = [editor.seal(answered(value)) for value in (1, 2, 3)]
    here: dict[bytes, Any] = {REGISTRAR: None}
    yield "nobody has enrolled the editor", here, [*opened, *written]
    opened.append(lead.seal(_as(editor)))
    yield "a lead has", here, [*opened, *written]
    guest = Computer("guest")
    late = guest.seal(answered(2), claims=Claims(CLAIMED_MS + 9, 1, 7))
    until = [*opened, lead.seal(_as(guest, until_ms=CLAIMED_MS + 8)), guest.genesis, guest.seal(answered(1)), late]
    yield "an enrolment that ran out", here, until
    yield "an endorsement of what came later", here, [*until, lead.seal(Endorse((late.hash,), with_earlier=False))]
    revoked = [*opened, *written, lead.seal(Revoke(editor.genesis.log, written[1].hash))]
    yield "a cut-off", here, revoked
    yield "a cut-off that has not come", here, [entry for entry in revoked if entry is not written[1]]
    stricter = [*revoked, registrar.seal(Revoke(editor.genesis.log, written[0].hash))]
    yield "two cut-offs", here, stricter
    again = Computer("editor", incarnation=2)
    yield "a new log of a revoked computer", here, [*stricter, again.genesis, again.seal(answered(4))]
    yield "endorsed with those before", here, [*stricter, lead.seal(Endorse((written[2].hash,), with_earlier=True))]
    said = editor.seal(_as(guest), Revoke(lead.genesis.log, NO_ENTRY), Endorse((late.hash,), with_earlier=True))
    above = lead.seal(_as(editor, Role.LEAD), Revoke(registrar.genesis.log, NO_ENTRY), _as(Computer("absent")))
    yield "beyond what they may say", here, [*opened, *written, guest.genesis, late, said, above]
    viewer = lead.seal(_as(editor, Role.VIEWER), claims=Claims(CLAIMED_MS, 50, 7))
    yield "a viewer and a registrar who write", here, [*opened, *written, viewer, registrar.seal(answered(1))]
    erased = lead.seal(Erase(written[0].hash, "Request of 3 May"), Rekey(1, KEY.id, ((lead.genesis.log, bytes(80)),)))
    yield "a key and an erasure", here, [*opened, *written, erased, editor.seal(Erase(erased.hash, ""))]
    tip, branches = editor.tip, []
    for value in range(9):
        editor.tip = tip
        branches.append(editor.seal(answered(value, register=Register(1, 20, Facet.ANSWER))))
    yield "eight branches", here, [*opened, *written, said, *branches[:8]]
    yield "nine branches", here, [*opened, *written, said, *branches]
    yield "a registrar who was removed", {REGISTRAR: frozenset({opened[3].hash})}, [*stricter, guest.genesis]
    asked = registrar.seal(Announce(lead.genesis.log, Role.REGISTRAR, "A letter of 3 May"))
    no, beyond = lead.seal(Objection(asked.hash, "Not from us")), lead.seal(Announce(guest.genesis.log, Role.LEAD, ""))
    yield (
        "announced, and objected to",
        here,
        [*opened, asked, no, beyond, guest.genesis, registrar.seal(no.operations[0])],
    )


def private() -> dict[str, Any]:
    maker, info = Computer("first computer"), b"roadmap-city-key-1" + CITY.encode()
    wrapped = hpke.sealed(KEY.secret, agreement_key(SECRET), info, EPHEMERAL)
    return {
        "city_key": {"secret": KEY.secret.hex(), "id": KEY.id.hex()},
        "wraps": [
            {
                "city": CITY,
                "agreement_secret": SECRET.hex(),
                "agreement_key": agreement_key(SECRET).hex(),
                "wrapped": wrapped.hex(),
            }
        ],
        "bodies": [_body(maker, name, writes) for name, writes in _notes()],
        "texts": [
            {"text": text.hex(), "body": KEY.seal(text, maker.genesis.log, 5, bytes(range(16))).hex(), "seq": 5}
            for text in (b"", b"x" * 31, b"x" * 32, b"\x80\0")
        ],
        "log": maker.genesis.log.hex(),
    }


def _notes() -> Iterator[tuple[str, list[Any]]]:
    yield "a note", [answered("加賀市", register=NOTE)]
    yield "a note and a row of evidence", [answered("Agreed.", register=NOTE), row(["Minutes", None], EVIDENCE)]


def _body(maker: Computer, name: str, writes: list[Any]) -> dict[str, Any]:
    first = maker.seal(answered(1))
    hidden = Private([*writes, answered(3, op(first))], KEY, lambda: sha256(name.encode()).digest()[:16])
    ((entry, body),) = seal_with(
        maker.tip, [answered(2, op(first))], hidden, maker.known, Claims(0, 1, 7), maker.signer
    )
    assert body is not None
    maker._advance(entry)
    whole = with_private(entry, body, KEY)
    assert isinstance(whole, Entry)
    public = {"public_key": maker.key.hex(), "entry": entry.data.hex(), "body": body.hex()}
    return {"name": name, **public, "operations": readable(whole.operations)}
