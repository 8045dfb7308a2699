"""`waymark-server`: the operator's commands. What goes wrong becomes a sentence and a code, exit status 2."""

import argparse
import json
import logging
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from roadmap_core.cbor import MalformedError
from roadmap_core.community.cities import COMMUNITIES, SIZE_CLASSES, City
from roadmap_core.exchange.bundle import carried_items
from roadmap_core.exchange.stream import read_sequence, to_sequence
from roadmap_core.refusals import Refusal
from sync_server.errors import BusyError, OperatorError
from sync_server.registrar.commands import add_to as add_registrar_to
from sync_server.services.export_entries import export_entries
from sync_server.services.fsck import fsck
from sync_server.services.invite import invite, is_city_id
from sync_server.services.rebuild import rebuild
from sync_server.services.restored import start_epoch_after_restore, watch
from sync_server.services.server import open_server, set_up
from sync_server.services.server_status import logs_of, status_of
from sync_server.services.take_entries import requests_of, take_entries
from sync_server.services.trust import trust
from sync_server.settings import DEFAULT_ALLIANCE, Limits, Settings

_FAILED = 2
_DAMAGED = 1
_LIMITS = Limits()
_TOUR = """\
a first server:
  waymark-server init --data ./server
  waymark-server trust registrar/alliance.cborseq --data ./server       (waymark-server registrar --help)
  waymark-server invite kaga-jp --data ./server        prints the code that lets the city's first computer in touch
  waymark-server serve --data ./server --port 8765     prints its address when it answers

PostgreSQL keeps the data with --database postgresql+psycopg://user@host/name on every command;
the folder of --data then holds only the key that signs heads. Keep a copy of that key, off this computer.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command. Returns the exit status: 0, 1 if fsck found damage, 2 if it couldn't be done."""
    asked = _parser().parse_args(arguments)
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    try:
        status: int = asked.run(asked)
    except OperatorError as error:
        return _fail(asked, error.code, error.sentence)
    except BusyError:
        return _fail(asked, "E-SERVER-BUSY", "The database or the key of the log can't be used now.")
    return status


def _fail(asked: argparse.Namespace, code: str, sentence: str) -> int:
    print(json.dumps({"code": code, "title": sentence}) if asked.json else f"{sentence} ({code})", file=sys.stderr)
    return _FAILED


def _say(asked: argparse.Namespace, sentence: str, **fields: Any) -> None:
    print(json.dumps(fields) if asked.json else sentence, flush=True)


def _settings(asked: argparse.Namespace) -> Settings:
    return Settings(folder=asked.data, database=asked.database)


def _state(asked: argparse.Namespace) -> Path:
    found: Path = asked.state or _settings(asked).default_state_path
    return found


def _init(asked: argparse.Namespace) -> int:
    is_new = set_up(_settings(asked), asked.alliance)
    sentence = f"The server is set up in {asked.data}." if is_new else "This server was set up before; nothing changed."
    _say(asked, sentence, new=is_new)
    return 0


def _invite(asked: argparse.Namespace) -> int:
    if not all(is_city_id(city) for city in asked.city):
        raise OperatorError("E-CITY", "The id of a city has small letters, digits and hyphens only, like kaga-jp.")
    with closing(open_server(_settings(asked))) as server:
        codes = {city: invite(server, city, _described(asked, city)) for city in asked.city}
    lines = [f"{code}  (for the first computer of {city}, once, within 7 days)" for city, code in codes.items()]
    _say(asked, "\n".join(lines), codes=codes)
    return 0


def _described(asked: argparse.Namespace, city: str) -> City | None:
    if asked.name is None:
        return None
    return City(
        id=city,
        name=asked.name,
        local_name=asked.name,
        country=asked.country,
        iso2="",
        region=asked.region,
        subregion=asked.subregion,
        community=asked.community,
        size_class=asked.size,
    )


def _serve(asked: argparse.Namespace) -> int:
    from sync_server.app import serve  # takes a second to import, and the other commands don't need it

    with closing(open_server(_settings(asked))) as server:
        watch(server, _state(asked))
        if server.seed is None:
            logging.getLogger("sync_server").error("the key of the log is missing: nothing will be answered")
        limits = Limits(requests_per_minute=asked.requests_per_minute, entries_per_day=asked.entries_per_day)
        serve(server, asked.host, asked.port, lambda address: _say(asked, f"Ready: {address}", address=address), limits)
    return 0


def _status(asked: argparse.Namespace) -> int:
    with closing(open_server(_settings(asked))) as server:
        found: dict[str, Any] = {**status_of(server)}
        logs = logs_of(server) if asked.cities else []
    lines = [f"{name:12} {value}" for name, value in found.items()]
    lines += [f"{log['id']:24} {log['size']:>6} entries, root {log['root']}" for log in logs]
    _say(asked, "\n".join(lines), **found, **({"logs_by_city": logs} if asked.cities else {}))
    return 0


def _export(asked: argparse.Namespace) -> int:
    with closing(open_server(_settings(asked))) as server:
        count = export_entries(server, asked.city, asked.file)
    _say(asked, f"{count} entries of {asked.city} were written to {asked.file}.", city=asked.city, entries=count)
    return 0


def _rebuild(asked: argparse.Namespace) -> int:
    with closing(open_server(_settings(asked))) as server:
        count = rebuild(server)
    _say(asked, f"Everything was made anew from {count} entries.", entries=count)
    return 0


def _trust(asked: argparse.Namespace) -> int:
    with closing(open_server(_settings(asked))) as server:
        document = trust(server, _sequence(asked.file))
    count = len(document.registrars)
    sentence = f"Version {document.version} of the alliance document is in force, with {count} registrar(s)."
    _say(asked, sentence, version=document.version, registrars=[key.hex() for key in document.registrars])
    return 0


def _requests(asked: argparse.Namespace) -> int:
    with closing(open_server(_settings(asked))) as server:
        found = requests_of(server, asked.city)
    try:
        asked.out.write_bytes(to_sequence(found))
    except OSError as error:
        raise OperatorError("E-FILE", "The file could not be written. Check its path and its rights.") from error
    _say(asked, f"{len(found)} request(s) were written to {asked.out}.", requests=len(found))
    return 0


def _take(asked: argparse.Namespace) -> int:
    with closing(open_server(_settings(asked))) as server:
        watch(server, _state(asked))
        acks = take_entries(server, _carried(asked.file))
    counts = {city: Counter(ack.code.name.lower() for ack in found) for city, found in acks.items()}
    lines = [f"{city:24} " + ", ".join(f"{n} {code}" for code, n in found.items()) for city, found in counts.items()]
    _say(asked, "\n".join(lines) or "Nothing in the file belongs to a city of this server.", cities=counts)
    return 0


def _sequence(path: Path) -> list[bytes]:
    try:
        return read_sequence(path.read_bytes())
    except (OSError, MalformedError) as error:
        raise OperatorError("E-FILE", f"{path} can't be read, or is no sequence of entries.") from error


def _carried(path: Path) -> list[bytes]:
    try:
        found = carried_items(path.read_bytes())
    except OSError as error:
        raise OperatorError("E-FILE", f"{path} can't be read.") from error
    if isinstance(found, Refusal):
        raise OperatorError(found.code.value, f"{path} holds no entries, or not as they were written.")
    return found


def _new_epoch(asked: argparse.Namespace) -> int:
    with closing(open_server(_settings(asked))) as server:
        epoch = start_epoch_after_restore(server, _state(asked))
    _say(asked, f"Epoch {epoch} has begun. Computers will offer again what this server lacks.", epoch=epoch)
    return 0


def _fsck(asked: argparse.Namespace) -> int:
    with closing(open_server(_settings(asked))) as server:
        found = fsck(server)
    lines = [f"{one.city}, position {one.position}: {one.what}" for one in found]
    damage = [{"city": one.city, "position": one.position, "what": one.what} for one in found]
    _say(asked, "\n".join(lines) or "Everything is as it was signed.", damage=damage)
    return _DAMAGED if found else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="waymark-server",
        description="The alliance's server: it relays what cities sign, keeps it in order, counts, and proves it.",
        epilog=_TOUR,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    init = _command(commands, "init", _init, "set up the folder, the key of the log, the tables and the list of cities")
    init.add_argument("--alliance", default=DEFAULT_ALLIANCE, help="short name of the alliance (default: %(default)s)")
    _add_invite(commands)
    serving = _command(commands, "serve", _serve, "answer over HTTP until told to stop; prints the address when ready")
    serving.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    serving.add_argument("--port", type=_port, default=8765, help="port; 0 takes a free one (default: %(default)s)")
    about = "requests a minute of one computer (default: %(default)s)"
    serving.add_argument("--requests-per-minute", type=_count, default=_LIMITS.requests_per_minute, help=about)
    about = "new entries a day of one city (default: %(default)s)"
    serving.add_argument("--entries-per-day", type=_count, default=_LIMITS.entries_per_day, help=about)
    status = _command(commands, "status", _status, "say what is in the database")
    status.add_argument("--cities", action="store_true", help="with the size and the root of each city's log")
    export = _command(commands, "export-entries", _export, "write a city's signed entries to a file")
    export.add_argument("city", metavar="CITY")
    export.add_argument("file", metavar="FILE.cborseq", type=Path)
    _command(commands, "rebuild", _rebuild, "make everything that is counted anew from the entries")
    _command(commands, "fsck", _fsck, "check every stored entry and head; names the damaged position, exit status 1")
    trusting = _command(commands, "trust", _trust, "take the alliance documents that a registrar made")
    trusting.add_argument("file", metavar="FILE.cborseq", type=Path)
    asking = _command(commands, "requests", _requests, "write the requests of computers that nobody has admitted")
    asking.add_argument("city", metavar="CITY", nargs="?", help="of one city (default: of all)")
    asking.add_argument("--out", metavar="FILE.cborseq", type=Path, required=True)
    taking = _command(commands, "take", _take, "take entries that came by file: a registrar's acts, a request")
    taking.add_argument("file", metavar="FILE", type=Path, help=".cborseq, or .roadmap")
    add_registrar_to(commands)
    epoch = _command(commands, "new-epoch", _new_epoch, "say that the database was restored from a backup")
    for command in (serving, taking, epoch):
        about = "where to keep how much was taken, not in the backup (default: beside the folder, its name with .state)"
        command.add_argument("--state", metavar="FILE", type=Path, help=about)
    return parser


def _add_invite(commands: Any) -> None:
    parser = _command(
        commands, "invite", _invite, "make an invitation code for the first computer of a city, or of several"
    )
    parser.add_argument("city", metavar="CITY", nargs="+", help="id of the city: kaga-jp")
    new = parser.add_argument_group("a city that is not in the list")
    new.add_argument("--name", help="name of the city; adds it to the list")
    new.add_argument("--country", default="", help="name of the country")
    new.add_argument("--region", default="", help="region of UN M49: Africa, Americas, Asia, Europe, Oceania")
    new.add_argument("--subregion", default="", help="sub-region of UN M49; parts Northern America from the rest")
    new.add_argument("--community", choices=COMMUNITIES, help="regional community")
    new.add_argument("--size", choices=SIZE_CLASSES, help="size class by residents")


def _command(commands: Any, name: str, run: Callable[[argparse.Namespace], int], about: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        name, help=about, description=about[0].upper() + about[1:] + "."
    )
    parser.set_defaults(run=run)
    parser.add_argument("--data", type=Path, default=Path("waymark-server"), help="folder of the server")
    parser.add_argument("--database", help="postgresql+psycopg://… (default: SQLite in the folder)")
    parser.add_argument("--json", action="store_true", help="print one line of JSON")
    return parser


def _port(text: str) -> int:
    if not text.isdigit() or not 0 <= int(text) <= 65_535:
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535 (E-ADDRESS)")
    return int(text)


def _count(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text[:12]) <= 1_000_000_000:
        raise argparse.ArgumentTypeError("this limit is a number from 1 to 1,000,000,000")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
