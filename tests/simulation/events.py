"""What can happen, one function a kind: each picks whom it happens to from its own chance, so that an event means the
same when others are left out of the list.

A new kind is one function and one line in `KINDS`.
"""

import random
from collections.abc import Callable, Sequence

from desktop_app.errors import AppError
from desktop_app.operations import answers, contested, officials, plans, sealing
from desktop_app.operations.answers import answer_value
from desktop_app.operations.changes import Changes
from desktop_app.operations.workspace import Workspace
from desktop_app.storage import queries
from desktop_app.storage.views import QuestionState, QuestionView
from roadmap_core import cbor
from roadmap_core.assessment.answers import Choice
from roadmap_core.entries.facets import Facet
from roadmap_core.entries.identifiers import OpId, Register
from tests.simulation import acts, admission, odd, sticks
from tests.simulation.computer import ComputerCrash, CrashPlan, SimComputer, Watched
from tests.simulation.world import QUESTIONS, World

Happening = Callable[[World, random.Random], str]
_MOST_COPIES = 2
_EXPECTED = frozenset({"E-SETTLED"})
_LIES = frozenset({"E-HEAD-ROLLBACK", "E-HEAD-SPLIT", "E-HEAD-ROOT"})


def save(world: World, chance: random.Random) -> str:
    """A person opens a question, writes, and saves at once."""
    computer = chance.choice(world.computers)
    question = chance.choice(QUESTIONS)
    return _save(world, chance, computer, question, queries.question(computer.workspace.store, question))


def open_form(world: World, chance: random.Random) -> str:
    computer = chance.choice(world.computers)
    question = chance.choice(QUESTIONS)
    computer.forms[question] = queries.question(computer.workspace.store, question), computer.rounds
    return f"{computer.name} {question}"


def save_form(world: World, chance: random.Random) -> str:
    """What was written in a form that was opened a while ago is saved as it was shown then."""
    opened = [(computer, question) for computer in world.computers for question in computer.forms]
    if not opened:
        return "none"
    computer, question = chance.choice(opened)
    view, rounds = computer.forms.pop(question)
    world.counters["forms saved after a sync"] += computer.rounds > rounds
    return _save(world, chance, computer, question, view)


def _save(world: World, chance: random.Random, computer: SimComputer, question: str, view: QuestionView) -> str:
    kind = chance.choice(("answer", "answer", "answer", "note", "clear"))
    choice, note = Choice(chance.randrange(3)), f"note {chance.randrange(4)}"
    is_two = view.state is QuestionState.TWO_ANSWERS
    world.counters["fields contested"] += is_two
    settles = is_two and chance.random() < 0.7
    workspace, facet = computer.workspace, Facet.NOTE if kind == "note" else Facet.ANSWER
    seen = view.note_seen if facet is Facet.NOTE else view.seen
    value = {"note": cbor.encode(note), "clear": cbor.NULL}.get(kind, answer_value(workspace, question, choice))
    register = Register(1, workspace.catalogue.number(question), int(facet))
    computer.shown.setdefault(register, set()).update(seen)
    before = computer.saved.pop(register, None)
    try:
        changes = _write(
            workspace, question, note if kind == "note" else None if kind == "clear" else choice, seen, settles
        )
    except ComputerCrash:  # the one or the other stands now
        if before:
            computer.saved[register] = before | {value}
        raise
    except AppError as error:
        if before:
            computer.saved[register] = before
        if error.code not in _EXPECTED:
            raise
        return f"{computer.name} {question} {error.code}"
    if changes.questions:
        computer.saved[register] = {value}
    elif before:  # what stands already isn't written again (decision 8): it stands as long as what was written does
        computer.saved[register] = before
    world.counters["questions settled" if settles else "notes saved" if kind == "note" else "answers saved"] += 1
    return f"{computer.name} {question} {kind} {value.hex()} settles={settles}"


def _write(
    workspace: Workspace, question: str, what: Choice | str | None, seen: Sequence[OpId], settles: bool
) -> Changes:
    """A choice, a note, or None for clearing the answer."""
    if isinstance(what, str):
        return (contested.settle_note if settles else answers.write_note)(workspace, question, what, seen)
    if settles:
        return contested.settle(workspace, question, what, seen, "as agreed")
    if what is None:
        return answers.clear_answer(workspace, question, seen)
    return answers.give_answer(workspace, question, what, seen)


def plan(world: World, chance: random.Random) -> str:
    """A row is added to a policy's plan, or one that is shown is removed."""
    computer = chance.choice(world.computers)
    shown = queries.policy(computer.workspace.store, "ICT").plan
    world.counters["plan rows"] += 1
    if shown and chance.random() < 0.4:
        action = chance.choice(shown)
        if action.op:
            register = Register(1, computer.workspace.catalogue.number("ICT"), int(Facet.PLAN))
            computer.shown.setdefault(register, set()).add(action.op)
        plans.remove_plan_action(computer.workspace, "ICT", action)
        return f"{computer.name} removes {action.text}"
    plans.add_plan_action(computer.workspace, "ICT", text := f"action {chance.randrange(5)}")
    return f"{computer.name} adds {text}"


def official(world: World, chance: random.Random) -> str:
    computer = chance.choice(world.computers)
    officials.change_official(computer.workspace, name := f"Official {chance.randrange(3)}")
    world.counters["officials changed"] += 1
    return f"{computer.name} {name}"


def seal(world: World, chance: random.Random) -> str:
    computer = chance.choice(world.computers)
    sealing.seal_drafts(computer.workspace)
    return computer.name


def sync(world: World, chance: random.Random) -> str:
    """One round over a line that may do anything."""
    return _sync(world, chance, chance.choice(world.computers), is_polling=chance.random() < 0.2)


def _sync(world: World, chance: random.Random, computer: SimComputer, *, is_polling: bool = False) -> str:
    flips = world.counters["responses with a flipped bit"]
    with world.bad_line(chance):
        sealing.seal_for_sending(computer.workspace)
        outcome = computer.round(is_polling=is_polling)
    is_clean = flips == world.counters["responses with a flipped bit"] and not world.is_rolled_back
    if is_clean and outcome.problem in _LIES:
        raise AssertionError(f"{computer.name} says that an honest server lies: {outcome.problem}")
    return f"{computer.name} sent {outcome.sent} received {outcome.received} {outcome.problem}"


def crash(world: World, chance: random.Random) -> str:
    """The program ends at a commit of what it does, or right after; it goes on with the files as they were then."""
    computer = chance.choice(world.computers)
    before, after = len(world.computers), chance.random() < 0.5
    Watched.plan = CrashPlan(computer.folder, world.room(computer.name), chance.randint(1, 4), after=after)
    question = chance.choice(QUESTIONS)
    try:
        if chance.random() < 0.5:
            _save(world, chance, computer, question, queries.question(computer.workspace.store, question))
        else:
            _sync(world, chance, computer)
        image = computer.copy_files()
    except ComputerCrash as ended:
        image = ended.image
    finally:
        Watched.plan = None
    computer.start_from(image)
    world.counters["computers crashed"] += 1
    assert before == len(world.computers)
    return f"{computer.name} after={after}"


def backup(world: World, chance: random.Random) -> str:
    computer = chance.choice(world.computers)
    world.backups.append((computer, computer.copy_files(), computer.memory()))
    return computer.name


def restore(world: World, chance: random.Random) -> str:
    """Somebody puts an old copy of the data back; the keys beside it may be the old ones or today's."""
    if not world.backups or world.copies_made >= _MOST_COPIES:
        return "none"
    computer, files, memory = chance.choice(world.backups)
    world.copies_made += 1
    world.counters["computers restored"] += 1
    world.backups.remove((computer, files, memory))
    computer.start_from(files)
    computer.remember(memory)
    return computer.name


def clone(world: World, chance: random.Random) -> str:
    """A disk is copied to a second computer, and both go on."""
    if world.copies_made >= _MOST_COPIES:
        return "none"
    computer = chance.choice(world.computers)
    world.copies_made += 1
    world.counters["computers cloned"] += 1
    twin = SimComputer(world, f"{computer.name} twin {world.copies_made}", computer.city, computer.clock)
    twin.folder = computer.copy_files()
    twin.remember(computer.memory())
    twin.is_late = computer.is_late
    world.computers.append(twin.start())
    return computer.name


def admit(world: World, chance: random.Random) -> str:
    """A computer that worked offline until now is admitted."""
    late = [computer for computer in world.computers if computer.is_late]
    if not late:
        return "none"
    computer = chance.choice(late)
    admission.present(world, computer)
    world.ledger.look(computer)
    computer.round()
    world.ledger.look(computer)  # a copy may have begun anew within the round
    lead = world.of_city(computer.city)[0]
    lead.round()
    if admission.admit(lead, computer):
        computer.is_late = False
        world.counters["computers admitted late"] += 1
    world.ledger.look(lead)
    return computer.name


def write_stick(world: World, chance: random.Random) -> str:
    computer = chance.choice(world.computers)
    world.sticks.append(_written(world, computer))
    return computer.name


def _written(world: World, computer: SimComputer) -> sticks.Stick:
    stick = sticks.write(computer, world.room("stick"))
    world.ledger.look(computer)
    return stick


def take_stick(world: World, chance: random.Random) -> str:
    if not world.sticks:
        return "none"
    stick = chance.choice(world.sticks)
    readers = [one for one in world.of_city(stick.city) if one.name != stick.writer and not one.is_late]
    if not readers:
        return "nobody"
    world.counters["sticks stale"] += stick is not world.sticks[-1]
    return _take(world, chance, chance.choice(readers), stick)


def cross_sticks(world: World, chance: random.Random) -> str:
    """Two computers write a stick each, and each takes the other's."""
    pair = [one for one in world.of_city(world.computers[0].city) if not one.is_late]
    if len(pair) < 2:
        return "nobody"
    one, other = chance.sample(pair, 2)
    there, back = (_written(world, each) for each in (one, other))
    world.counters["sticks crossed"] += 1
    return f"{_take(world, chance, one, back)}, {_take(world, chance, other, there)}"


def _take(world: World, chance: random.Random, reader: SimComputer, stick: sticks.Stick) -> str:
    data = sticks.damaged(stick.data, chance, world.counters)
    count = sticks.take(reader, data)
    world.counters["sticks taken"] += 1
    world.counters["entries that came by stick"] += count
    if sticks.take(reader, data):
        raise AssertionError("T7 a stick brought something when it came a second time")
    return f"{reader.name} takes {count} of {stick.writer}"


def server_backup(world: World, _chance: random.Random) -> str:
    world.server_backups.append(world.server.backup())
    return f"{len(world.server_backups)}"


def server_restore(world: World, chance: random.Random) -> str:
    """With a new epoch, as the operator's page says; sometimes somebody forgets it."""
    is_announced = chance.random() < 0.5
    world.server.restore(chance.choice(world.server_backups), new_epoch=is_announced)
    world.counters["epochs begun"] += is_announced
    world.counters["server restored" if is_announced else "server rolled back unannounced"] += 1
    world.is_rolled_back = not is_announced
    return f"announced={is_announced}"


def server_crash(world: World, chance: random.Random) -> str:
    """The server's process ends before a commit of the next request that writes."""
    starts = world.server.starts
    world.server.commits_to_crash = chance.randint(1, 2)
    try:
        return _sync(world, chance, chance.choice(world.computers))
    finally:
        world.server.commits_to_crash = None
        world.counters["server crashed"] += world.server.starts - starts


def deliver(world: World, chance: random.Random) -> str:
    """A request that was on its way for weeks arrives after all; nobody hears the answer."""
    delayed = world.weather.delayed
    if not delayed:
        return "none"
    sent = delayed.pop(chance.randrange(len(delayed)))
    status = world.server.answer(sent)[0]
    world.counters["old requests delivered"] += 1
    return f"{sent.path} {status}"


def wait(world: World, chance: random.Random) -> str:
    world.now_ms += chance.choice((60_000, 3_600_000, 86_400_000, 21 * 86_400_000))
    return "time passes"


def poison(world: World, chance: random.Random) -> str:
    """A stranger sends bytes to the server."""
    return odd.push_poison(world, chance)


def unknown(world: World, chance: random.Random) -> str:
    """A colleague's program of a later version, or one with a bug, writes something that this one doesn't know."""
    return odd.write_odd(world, chance)


KINDS: dict[Happening, int] = {
    save: 26,
    open_form: 8,
    save_form: 8,
    plan: 4,
    official: 3,
    seal: 9,
    sync: 36,
    crash: 5,
    backup: 3,
    restore: 3,
    clone: 2,
    admit: 3,
    write_stick: 4,
    take_stick: 8,
    cross_sticks: 4,
    server_backup: 4,
    server_restore: 4,
    acts.revoke: 4,
    acts.endorse: 4,
    acts.new_document: 2,
    server_crash: 2,
    deliver: 3,
    wait: 3,
    poison: 2,
    unknown: 3,
}
BY_NAME = {kind.__name__: kind for kind in KINDS}
