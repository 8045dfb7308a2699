"""What the program tells SQLite while a person works: recorded from the real operations, statement by statement.

It tells it to SQLCipher, which brings its own disk underneath; what is said is played to plain SQLite (`loss`).
"""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine
from sqlcipher3 import dbapi2

from desktop_app.operations.answers import give_answer, write_note
from desktop_app.operations.plans import add_plan_action
from desktop_app.operations.sealing import seal_drafts
from desktop_app.storage import engine, migrate
from desktop_app.storage.cipher import raw_key
from desktop_app.storage.engine import Driver
from desktop_app.storage.migrate import open_database
from roadmap_core.assessment.answers import Choice
from tests.peeking import SAMPLE_KEY
from tests.unit.desktop.profiles import open_computer

Step = list[str]
"""Statements after which the program says "Saved", or that an upgrade is done."""
_READS = ("SELECT", "PRAGMA", "--", "EXPLAIN")
_WRITTEN_PRAGMAS = ("PRAGMA user_version=", "PRAGMA application_id=")


@contextmanager
def recording() -> Iterator[list[str]]:
    """The writing statements of every connection that the program opens meanwhile, with their values."""
    said: list[str] = []
    connect = engine.connect

    def traced(path: Path, key: bytes) -> Driver:
        connection = connect(path, key)
        connection.set_trace_callback(lambda text: said.append(text) if is_write(text) else None)
        return connection

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "connect", traced)
        yield said


def is_write(statement: str) -> bool:
    start = statement.lstrip()
    return start.startswith(_WRITTEN_PRAGMAS) or not start.upper().startswith(_READS)


def transactions(said: list[str]) -> list[Step]:
    """One step for each transaction that was committed; those that only read are left away."""
    steps: list[Step] = []
    step: Step = []
    for statement in said:
        if statement.upper().startswith("BEGIN"):
            step = []
        step.append(statement)
        if statement.upper() == "COMMIT" and step[0] == "BEGIN IMMEDIATE":
            steps.append(step)
    return steps


def saves(folder: Path, count: int, seed: int) -> list[Step]:
    """A new profile, and `count` things that a person does in it: answers, notes, plans; now and then a sealing."""
    chance = random.Random(seed)
    with recording() as said:
        computer = open_computer(folder)
        questions = [
            question.id for question in computer.workspace.instrument.questions if question.id.startswith("ICT-0")
        ]
        for number in range(count):
            question = chance.choice(questions[:4])
            kind = chance.random()
            if kind < 0.5:
                give_answer(computer.workspace, "ICT-01", Choice(number % 5), computer.view("ICT-01").seen)
            elif kind < 0.8:
                note = f"Note {number} " + "of the council " * chance.randrange(200)
                write_note(computer.workspace, question, note, computer.view(question).note_seen)
            elif kind < 0.9:
                add_plan_action(computer.workspace, "ICT", f"Action {number}", "", None)
            else:
                seal_drafts(computer.workspace)
        computer.workspace.close()
    return transactions(said)


def _first_release(path: Path) -> None:
    upgrade = command.upgrade
    with pytest.MonkeyPatch.context() as old:
        old.setattr(migrate, "SCHEMA", 1)
        old.setattr(command, "upgrade", lambda config, _target: upgrade(config, "0001"))
        open_database(path, SAMPLE_KEY).dispose()


def upgrade_of_ours(folder: Path) -> list[Step]:
    """The first release's database, made and then upgraded by the program."""
    with recording() as said:
        _first_release(folder / "waymark.sqlite3")
        open_database(folder / "waymark.sqlite3", SAMPLE_KEY).dispose()
    return transactions(said)


def upgrade_of_stock_alembic(folder: Path) -> list[Step]:
    """The same upgrade as Alembic and SQLAlchemy do it when nobody begins a transaction for them."""
    path = folder / "stock.sqlite3"
    with recording() as said:
        _first_release(path)
    made = transactions(said)
    stock: list[str] = []
    config = Config()
    config.set_main_option("script_location", "migrations:desktop")
    found = create_engine("sqlite://", module=dbapi2, creator=lambda: _stock(path))
    with found.connect() as connection:
        driver = connection.connection.driver_connection
        driver.set_trace_callback(lambda text: stock.append(text) if is_write(text) else None)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()
        driver.set_trace_callback(None)
    found.dispose()
    return [*made, stock]


def _stock(path: Path) -> Driver:
    """A connection whose driver begins transactions when it thinks fit."""
    connection = dbapi2.connect(path)
    connection.set_key(raw_key(SAMPLE_KEY))
    return connection
