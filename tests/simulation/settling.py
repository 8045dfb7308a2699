"""The end of a run: the faults stop, and everything has to settle within a few rounds for each computer (T13)."""

import random

from desktop_app.operations import sealing
from desktop_app.storage import chain_queries, city_log, entry_log, projector, queries
from desktop_app.storage.engine import driver_of, reading, transaction
from desktop_app.storage.entry_log import Standing
from desktop_app.sync.documents import ASK_AGAIN_MS
from desktop_app.sync.outcome import Outcome
from roadmap_core.entries.entry import Entry
from roadmap_core.entries.identifiers import Register
from roadmap_core.ledger.tree import Frontier
from roadmap_core.merge.members import Membership, Verdict
from sync_server.services.rebuild import rebuild
from sync_server.storage import cities, memberships
from sync_server.storage.projections import PROJECTED
from tests.simulation import admission
from tests.simulation.computer import SimComputer
from tests.simulation.ledger import by_definition, require
from tests.simulation.world import World

ROUNDS = 6
_NOTICED = frozenset({"E-HEAD-ROLLBACK", "E-HEAD-SPLIT", "E-HEAD-ROOT", "E-RECEIPT"})
_ASK_AGAIN_MS = ASK_AGAIN_MS + 3_600_000
_REST_MS = 3_700_000  # whatever rested is offered again
_VERDICTS = {
    int(Standing.PENDING): Verdict.PENDING,
    int(Standing.WAITING): Verdict.PENDING,
    int(Standing.QUARANTINED): Verdict.QUARANTINED,
}
_HELD_BACK = f"SELECT hash, standing FROM entry WHERE standing IN ({', '.join(map(str, _VERDICTS))})"
_PROJECTED = ("register", "operation")
_PARTS_HERE = "SELECT digest FROM private_part WHERE data IS NOT NULL"


def settle(world: World) -> None:
    """Raises BrokenPromiseError for what doesn't hold at the end."""
    world.weather.chance = None
    world.server.commits_to_crash = None
    for computer in world.computers:
        computer.clock.go_on()
    for sent in world.weather.delayed:
        world.server.answer(sent)
    if world.is_rolled_back:
        _notice(world)
        world.server.begin_epoch()
        world.counters["epochs begun"] += 1
    _admit_everybody(world)
    held = {city: _held(world, city) for city in world.ledger.by_city}
    world.now_ms += _ASK_AGAIN_MS if world.counters["registrars replaced"] else 0
    for _ in range(ROUNDS):
        world.now_ms += _REST_MS
        outcomes = {computer.name: _round(world, computer).problem for computer in world.computers}
        blocked = {computer.name for computer in world.computers if not _reads(world, computer)}
        problems = {name: problem for name, problem in outcomes.items() if problem and name not in blocked}
        if not problems and _has_settled(world):
            break
    require(not problems, f"T13 it doesn't settle in {ROUNDS} rounds", str(problems))
    world.counters["blocked computers at the end"] += len(blocked)
    for city, entries in held.items():
        _check_city(world, city, entries)
    _check_rebuilding(world)


def _has_settled(world: World) -> bool:
    """Whether everybody holds what the server holds; what each of them thinks of it is checked afterwards.

    Who is blocked gets nothing any more, and the server has all that is there.
    """
    there = {city: world.places_on_server(city).keys() for city in world.ledger.by_city}
    return _parts_have_settled(world) and all(
        computer.held == there[computer.city] and not _waits(computer)
        if _reads(world, computer)
        else computer.held - computer.confirmed <= there[computer.city]
        for computer in world.computers
    )


def _parts_have_settled(world: World) -> bool:
    """Whether the server lacks no private part that somebody holds, and nobody who reads one that the server holds."""
    for city in world.ledger.by_city:
        computers = world.of_city(city)
        held = {computer.name: _parts(computer) for computer in computers}
        named, there = world.parts_on_server(city)
        if (named - there) & {digest for one in held.values() for digest in one}:
            return False
        if any(there - held[computer.name] for computer in computers if _reads(world, computer)):
            return False
    return True


def _parts(computer: SimComputer) -> set[bytes]:
    with reading(computer.workspace.engine) as connection:
        return {row[0] for row in driver_of(connection).execute(_PARTS_HERE)}


def _waits(computer: SimComputer) -> bool:
    with reading(computer.workspace.engine) as connection:
        return bool(city_log.count_waiting(connection))


def _reads(world: World, computer: SimComputer) -> bool:
    """Whether this computer is to have the city's log: by now everybody is admitted, unless a lead has blocked it."""
    return not admission.is_blocked(world.of_city(computer.city)[0], computer)


def _round(world: World, computer: SimComputer) -> Outcome:
    world.now_ms += 60_000
    sealing.seal_drafts(computer.workspace)
    outcome = computer.round(is_polling=True)
    world.ledger.look(computer)
    return outcome


def _held(world: World, city: str) -> set[bytes]:
    """All that lies with somebody now."""
    for computer in world.of_city(city):
        sealing.seal_drafts(computer.workspace)
        world.ledger.look(computer)
    return set(world.places_on_server(city)).union(*(computer.held for computer in world.of_city(city)))


def _admit_everybody(world: World) -> None:
    for computer in world.computers:
        status = queries.status(computer.workspace.store)
        if not queries.sending(computer.workspace.store).server or status.connection.value == "none":
            admission.present(world, computer)
        world.ledger.look(computer)
        lead = world.of_city(computer.city)[0]
        if computer is lead or admission.is_admitted(lead, computer):
            continue
        if _round(world, computer).problem == "E-INVITE":  # the server that was put back doesn't know the invitation
            admission.present(world, computer)
        _round(world, lead)
        admission.admit(lead, computer)
        world.ledger.look(lead)
        _round(world, lead)
    for city in world.ledger.by_city:
        lead = world.of_city(city)[0]
        if admission.admit_all(lead):  # logs that came by stick, of computers that were restored to before them
            world.ledger.look(lead)
            _round(world, lead)


def _notice(world: World) -> None:
    """T10: a server that was put back without a word is noticed by every computer whose head it contradicts."""
    for computer in world.computers:
        with reading(computer.workspace.engine) as connection:
            state = city_log.state(connection)
        if not _is_served(world, computer) or state is None or not state.head or state.head_epoch != world.server.epoch:
            continue
        there = sorted((at, whole) for whole, at in world.places_on_server(computer.city).items())
        root = Frontier().extended(whole for _, whole in there[: state.head_size]).root()
        if len(there) >= state.head_size and root == state.head_root:
            continue
        computer.session.is_settled = False
        outcome = computer.round()
        if outcome.problem == "E-NOT-ADMITTED" and not _is_served(world, computer):
            continue  # by what it brought, its own removal reached the server, which tells it nothing any more
        require(outcome.problem in _NOTICED, "T10 a rolled back server went unnoticed", f"{computer.name} {outcome}")
        with reading(computer.workspace.engine) as connection:
            require(bool(city_log.evidence(connection)), "T10 no evidence was kept", computer.name)
        world.counters["rollbacks noticed"] += 1


def _is_served(world: World, computer: SimComputer) -> bool:
    """Whether the server, as it is now, gives this computer the city's log."""
    with world.server.server.database.reading() as connection:
        return cities.public_key(connection, computer.city, admission.own_log(computer) or b"") is not None


def _check_city(world: World, city: str, held: set[bytes]) -> None:
    there = world.places_on_server(city)
    lost = [whole.hex()[:12] for whole in held - there.keys() if not _is_left_behind(world, whole)]
    require(not lost, "T3 T4 entries never reach the server", f"{city} {lost}")
    entries = [world.ledger.opened.get(whole) or world.ledger.entries[whole] for whole in there]
    held_back = _held_back(world, city, entries)
    counting = [entry for entry in entries if entry.hash not in held_back]
    states = {tuple(register): state for register, state in by_definition(counting).items()}
    first: dict[str, list[object]] = {}
    for computer in world.of_city(city):
        if not _reads(world, computer):
            continue
        with reading(computer.workspace.engine) as connection:
            driver = driver_of(connection)
            places = dict(driver.execute("SELECT hash, position FROM entry").fetchall())
            verdicts = {row[0]: _VERDICTS[row[1]] for row in driver.execute(_HELD_BACK)}
            tables = {name: driver.execute(f"SELECT * FROM {name}").fetchall() for name in _PROJECTED}
            twice = {finding.log for finding in chain_queries.findings(connection) if finding.kind == "twice"}
            waiting = city_log.count_waiting(connection)
        require(places == there, "T1 other entries, or other places, than on the server", computer.name)
        require(verdicts == held_back, "T11 other verdicts than elsewhere", computer.name)
        require(not waiting, "T13 something still waits", computer.name)
        require(first.setdefault("tables", tables) == tables, "T1 two computers show different things", computer.name)
        require({row[:3]: row[3] for row in tables["register"]} == states, "T8 not the definition", computer.name)
        _check_forks(world, city, twice, computer)
    with world.server.server.database.reading() as connection:
        rows = connection.exec_driver_sql("SELECT assessment, item, facet, state FROM register WHERE city = ?", (city,))
        public = by_definition(world.ledger.entries[entry.hash] for entry in counting)
        found_there = {Register(*row[:3]): row[3] for row in rows}
        require(found_there == public, "T1 T12 the server counts something else, or reads what isn't its own", city)
        found = {whole: Verdict(verdict) for whole, (verdict, _) in memberships.held_back(connection, city).items()}
        require(found == held_back, "T11 the server judges otherwise", city)


def _is_left_behind(world: World, whole: bytes) -> bool:
    """Whether nobody else holds what a blocked computer had sent before the server was restored: see test_findings."""
    holders = [computer for computer in world.computers if whole in computer.held]
    found = all(whole in computer.confirmed and not _reads(world, computer) for computer in holders)
    world.counters["entries of blocked computers left behind"] += found
    return found


def _held_back(world: World, city: str, entries: list[Entry]) -> dict[bytes, Verdict]:
    """T11: what doesn't count, by the rules alone, from the entries in an order in which they never came."""
    by_hash = {entry.hash: entry for entry in entries}
    members = Membership(
        city,
        world.server.server.document,
        lambda whole: (by_hash[whole].log, by_hash[whole].prev) if whole in by_hash else None,
    )
    shuffled = random.Random(f"{world.seed} {city}").sample(entries, len(entries))
    members.learn(shuffled)
    for log in {entry.log for entry in entries}:
        members.branch(log, [(entry.seq, entry.prev) for entry in shuffled if entry.log == log])
    judged = {entry.hash: members.judge(entry).verdict for entry in entries}
    found = {whole: verdict for whole, verdict in judged.items() if verdict != Verdict.COUNTS}
    world.counters["entries quarantined"] += sum(verdict == Verdict.QUARANTINED for verdict in found.values())
    return found


def _check_forks(world: World, city: str, told: set[bytes], computer: SimComputer) -> None:
    """T10: every computer says which logs part."""
    places: dict[tuple[bytes, int], bytes] = {}
    parted = set()
    for whole in computer.held:
        entry = world.ledger.entries[whole]
        if places.setdefault((entry.log, entry.seq), whole) != whole:
            parted.add(entry.log)
    world.counters["forks"] += len(parted)
    require(parted <= told, "T10 a computer that exists twice goes unnoticed", computer.name)
    with world.server.server.database.reading() as connection:
        rows = connection.exec_driver_sql("SELECT DISTINCT log FROM fork WHERE city = ?", (city,))
        require(parted <= {row[0] for row in rows}, "T10 the server doesn't know of a fork", city)


def _check_rebuilding(world: World) -> None:
    """T2: made anew from entries, everything has the same bytes, on one computer and on the server."""
    computer = random.Random(world.seed).choice(world.computers)
    with transaction(computer.workspace.engine) as connection:
        driver = driver_of(connection)
        before = [driver.execute(f"SELECT * FROM {name}").fetchall() for name in _PROJECTED]
        projector.rebuild(connection)
        after = [driver.execute(f"SELECT * FROM {name}").fetchall() for name in _PROJECTED]
        require(before == after, "T2 a rebuilt profile differs", computer.name)
        require(bool(list(entry_log.all_items(connection))), "T2 nothing to rebuild", computer.name)
    kept = _server_tables(world)
    rebuild(world.server.server)
    require(_server_tables(world) == kept, "T2 a rebuilt server differs")


_SERVER_TABLES = [table.__tablename__ for table in PROJECTED]


def _server_tables(world: World) -> dict[str, list[tuple[object, ...]]]:
    with world.server.server.database.reading() as connection:
        found = {n: connection.exec_driver_sql(f'SELECT * FROM "{n}"').fetchall() for n in _SERVER_TABLES}
    return {
        name: sorted(tuple(row) for row in rows if name != "community_total" or row[-1]) for name, rows in found.items()
    }
