"""`waymark-server registrar`: acts that need a registrar's key, on a machine that the server knows nothing of."""

import argparse
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from roadmap_core.entries.entry import Entry
from roadmap_core.entries.identifiers import EntryHash, LogId
from roadmap_core.entries.statements import Endorse, Enrol, Revoke, Role, Statement
from roadmap_core.exchange.bundle import Bundle, CityPart, LogRange, carried_items, write
from roadmap_core.exchange.stream import to_sequence
from roadmap_core.keys.ed25519 import KEY_BYTES, is_weak
from roadmap_core.ledger.alliance import AllianceDocument
from roadmap_core.refusals import Refusal
from sync_server.errors import OperatorError
from sync_server.registrar.office import Office, replace_file
from sync_server.registrar.requests import found_by_code
from sync_server.registrar.waiting import announcement_of, needs_waiting, wait
from sync_server.settings import DEFAULT_ALLIANCE

BUNDLE = ".roadmap"
_DAY_MS = 24 * 60 * 60 * 1000
_TOUR = """\
the first city of a new alliance (the server prints its log key with `waymark-server status`):
  waymark-server registrar init --folder ./registrar --log-key HEX
  waymark-server trust registrar/alliance.cborseq                 on the server
  waymark-server requests --out requests.cborseq                  on the server; carry the file over
  waymark-server registrar admit kaga-jp --folder ./registrar --requests requests.cborseq --code CODE --out acts.cborseq
  waymark-server take acts.cborseq                                on the server

another lead for a city that has one, or a removal: the city hears of it, and can object for 72 hours
  waymark-server registrar revoke kaga-jp --log HEX --cut-off HEX --announce "A letter of 3 May" ... --out said.cborseq
  waymark-server take said.cborseq                                on the server
  waymark-server export-entries kaga-jp log.cborseq               on the server; carry the file over, at once and later
  waymark-server registrar revoke kaga-jp --log HEX --cut-off HEX --city-log log.cborseq ... --out acts.cborseq

CODE is the device code that the city's lead reads out over the phone. The folder's keys never go near the server.
"""


def add_to(commands: Any) -> None:
    """Adds `registrar` and its own commands to the parser of `waymark-server`."""
    about = "acts that need a registrar's key: admit a city's lead, revoke, endorse, the alliance document"
    parser = commands.add_parser(
        "registrar",
        help=about,
        description=about[0].upper() + about[1:] + ".",
        epilog=_TOUR,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    acts = parser.add_subparsers(required=True, metavar="ACT")
    init = _act(acts, "init", _init, "make the keys and the first alliance document")
    init.add_argument("--alliance", default=DEFAULT_ALLIANCE, help="short name of the alliance (default: %(default)s)")
    init.add_argument("--log-key", required=True, type=_key, metavar="HEX", help="the server's log key")
    init.add_argument("--days", type=int, default=730, help="when the next document is due (default: %(default)s)")
    document = _act(acts, "document", _document, "sign the next alliance document with the root key")
    document.add_argument("--log-key", type=_key, metavar="HEX", help="a new log key; older heads stay good")
    document.add_argument("--add-registrar", type=_key, metavar="HEX", help="public key of another registrar")
    document.add_argument("--remove-registrar", type=_key, metavar="HEX", help="what it signed up to --tip counts")
    document.add_argument("--tip", type=_hash, action="append", default=[], metavar="HEX", help="its last good entries")
    document.add_argument("--days", type=int, default=730, help="when the next document is due (default: %(default)s)")
    _add_admit(acts)
    _add_revoke(acts)
    endorse = _for_city(acts, "endorse", _endorse, "say that entries count although their computer was revoked")
    endorse.add_argument("--entry", required=True, type=_hash, action="append", metavar="HEX")
    endorse.add_argument("--with-earlier", action="store_true", help="and what stands before them in their log")
    _act(acts, "show", _show, "print the public keys and the alliance document in force")


def _add_admit(acts: Any) -> None:
    parser = _for_city(acts, "admit", _admit, "admit the computer whose device code was read out over the phone")
    parser.add_argument(
        "--requests", required=True, type=Path, metavar="FILE", help="from `waymark-server requests`, or FILE.roadmap"
    )
    parser.add_argument("--code", required=True, help="the device code, as it was read out")
    parser.add_argument("--role", choices=[role.name.lower() for role in Role if role], default="lead")
    _add_waiting(parser)


def _add_revoke(acts: Any) -> None:
    parser = _for_city(acts, "revoke", _revoke, "say what a lost computer's last good entry was")
    parser.add_argument("--log", required=True, type=_log, metavar="HEX", help="the computer's log (8 bytes)")
    parser.add_argument("--cut-off", required=True, type=_hash, metavar="HEX", help="its last entry that counts")
    _add_waiting(parser)


def _add_waiting(parser: argparse.ArgumentParser) -> None:
    """A removal, and a lead where the city has one: announced first, so that the city can object for 72 hours."""
    waiting = parser.add_argument_group("a removal, or another lead")
    waiting.add_argument("--announce", metavar="REASON", help="sign nothing but that this was asked for, and why")
    about = "the city's log, of `waymark-server export-entries`: with the announcement, seen 72 hours ago"
    waiting.add_argument("--city-log", type=Path, metavar="FILE.cborseq", help=about)
    about = "an objection (its entry) that was spoken about with the city"
    waiting.add_argument("--despite", type=_hash, action="append", default=[], metavar="HEX", help=about)
    about = "a computer was stolen: don't wait, and tell the city yourself"
    waiting.add_argument("--at-once", action="store_true", help=about)


def _act(acts: Any, name: str, run: Callable[[argparse.Namespace], int], about: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = acts.add_parser(name, help=about, description=about[0].upper() + about[1:] + ".")
    parser.set_defaults(run=run)
    parser.add_argument("--folder", type=Path, required=True, help="folder of the registrar")
    parser.add_argument("--json", action="store_true", help="print one line of JSON")
    return parser


def _for_city(acts: Any, name: str, run: Callable[[argparse.Namespace], int], about: str) -> argparse.ArgumentParser:
    parser = _act(acts, name, run, about)
    parser.add_argument("city", metavar="CITY", help="id of the city: kaga-jp")
    about = "for `waymark-server take`; as FILE.roadmap for the city's own computer too, with the alliance's documents"
    parser.add_argument("--out", required=True, type=Path, metavar="FILE.cborseq", help=about)
    return parser


def _init(asked: argparse.Namespace) -> int:
    office = Office(asked.folder)
    office.make_keys()
    first = AllianceDocument(
        alliance=asked.alliance,
        version=1,
        previous=None,
        root_key=office.root.public_key,
        registrars={office.registrar.public_key: None},
        log_keys=(asked.log_key,),
        until_ms=_now_ms() + asked.days * _DAY_MS,
    )
    office.add_document(first)
    _say(asked, f"The alliance {asked.alliance} begins. Move root.key to a medium of its own.", **_shown(office))
    return 0


def _document(asked: argparse.Namespace) -> int:
    office = Office(asked.folder)
    held = office.document()
    registrars = dict(held.registrars)
    if asked.add_registrar:
        registrars[asked.add_registrar] = None
    if asked.remove_registrar:
        if asked.remove_registrar not in registrars:
            raise OperatorError("E-ALLIANCE-DOC", "The alliance document in force names no such registrar.")
        registrars[asked.remove_registrar] = frozenset(asked.tip)
    log_keys = (*(key for key in held.log_keys if key != asked.log_key), *([asked.log_key] if asked.log_key else []))
    until = _now_ms() + asked.days * _DAY_MS
    office.add_document(replace(held, registrars=registrars, log_keys=log_keys, until_ms=until))
    _say(asked, f"Version {held.version + 1} of the alliance document is signed.", **_shown(office))
    return 0


def _admit(asked: argparse.Namespace) -> int:
    office = Office(asked.folder)
    request = found_by_code(_items(asked.requests), asked.city, asked.code, asked.folder)
    return _acted_after_waiting(asked, office, Enrol(request.hash, Role[asked.role.upper()], "", None))


def _revoke(asked: argparse.Namespace) -> int:
    return _acted_after_waiting(asked, Office(asked.folder), Revoke(asked.log, asked.cut_off))


def _endorse(asked: argparse.Namespace) -> int:
    return _acted(asked, Office(asked.folder), Endorse(tuple(asked.entry), asked.with_earlier))


def _acted_after_waiting(asked: argparse.Namespace, office: Office, act: Enrol | Revoke) -> int:
    if asked.announce is not None:
        return _acted(asked, office, announcement_of(act, asked.announce))
    if not asked.at_once and needs_waiting(office, asked.city, act):
        if asked.city_log is None:
            raise OperatorError(
                "E-NOT-ANNOUNCED", "The city can object for 72 hours. Use --announce first, then --city-log."
            )
        wait(office, asked.city, act, _items(asked.city_log), _now_ms(), asked.despite)
    return _acted(asked, office, act)


def _acted(asked: argparse.Namespace, office: Office, statement: Statement) -> int:
    entries = office.act(asked.city, [statement], _now_ms())
    _write(asked.out, office, asked.city, entries)
    where = "the city's computer" if asked.out.suffix == BUNDLE else "the server"
    _say(asked, f"Signed. Take {asked.out} to {where}.", city=asked.city, entries=len(entries))
    return 0


def _show(asked: argparse.Namespace) -> int:
    shown = _shown(Office(asked.folder))
    _say(asked, "\n".join(f"{name:10} {value}" for name, value in shown.items()), **shown)
    return 0


def _shown(office: Office) -> dict[str, Any]:
    document = office.document()
    return {
        "alliance": document.alliance,
        "version": document.version,
        "root_key": document.root_key.hex(),
        "registrar": office.registrar.public_key.hex(),
        "log_keys": [key.hex() for key in document.log_keys],
    }


def _items(path: Path) -> list[bytes]:
    try:
        found = carried_items(path.read_bytes())
    except OSError as error:
        raise OperatorError("E-FILE", f"{path.name} can't be read.") from error
    if isinstance(found, Refusal):
        raise OperatorError(found.code.value, f"{path.name} can't be read.")
    return found


def _write(path: Path, office: Office, city: str, entries: Sequence[Entry]) -> None:
    """For the server a plain sequence; for a computer that nothing but files reaches, with the alliance's documents."""
    items = tuple(entry.data for entry in entries)
    data: bytes | Refusal = to_sequence(items)
    if path.suffix == BUNDLE:
        ranges = (LogRange(entries[0].log, entries[0].seq, entries[-1].seq),)
        part = CityPart(city, items, ranges)
        documents = tuple(office.documents())
        data = write(Bundle(office.document().alliance, "waymark-server", (part,), documents=documents))
    if isinstance(data, Refusal):
        raise OperatorError(data.code.value, "This is more than one file holds.")
    try:
        replace_file(path, data)
    except OSError as error:
        raise OperatorError("E-FILE", "The file could not be written. Check its path.") from error


def _say(asked: argparse.Namespace, sentence: str, **fields: Any) -> None:
    print(json.dumps(fields) if asked.json else sentence, flush=True)


def _now_ms() -> int:
    return int(time.time() * 1000)


def _key(text: str) -> bytes:
    key = _hex(text, KEY_BYTES)
    if is_weak(key):
        raise argparse.ArgumentTypeError("this key cannot be accepted (E-KEY-WEAK)")
    return key


def _hash(text: str) -> EntryHash:
    return EntryHash(_hex(text, 32))


def _log(text: str) -> LogId:
    return LogId(_hex(text, 8))


def _hex(text: str, size: int) -> bytes:
    try:
        data = bytes.fromhex(text)
    except ValueError:
        data = b""
    if len(data) != size:
        raise argparse.ArgumentTypeError(f"expected {size} bytes as hexadecimal digits")
    return data
