"""The outbox journal: a set of things in an append-only file that survives cuts, flips and rewriting."""

import random

import pytest

from desktop_app.storage import outbox_journal
from desktop_app.storage.outbox_journal import MARK, open_journal
from tests.peeking import SAMPLE_KEY


@pytest.fixture
def path(tmp_path):
    return tmp_path / "outbox.journal"


def hold(path, *things):
    journal = open_journal(path, SAMPLE_KEY)
    journal.write(journal.difference(things))
    return journal


def things_in(path):
    return list(open_journal(path, SAMPLE_KEY).held.values())


def test_it_holds_what_it_was_told_last_and_grows_by_what_is_different(path):
    hold(path, b"one", b"two")
    assert things_in(path) == [b"one", b"two"]
    before = path.read_bytes()
    hold(path, b"two", b"three")
    assert things_in(path) == [b"two", b"three"]
    assert path.read_bytes().startswith(before)
    size = path.stat().st_size
    hold(path, b"three", b"two")
    assert path.stat().st_size == size


def test_cut_at_any_byte_it_holds_the_records_before_and_takes_new_ones_after(path):
    hold(path, b"one", b"two")
    first = len(path.read_bytes()) // 2
    whole = path.read_bytes()
    for kept in range(len(whole)):
        path.write_bytes(whole[:kept])
        assert things_in(path) == ([b"one"] if kept >= first else [])
        hold(path, *things_in(path), b"three")
        assert b"three" in things_in(path)


def test_a_damaged_record_takes_no_other_one_along(path):
    things = [random.Random(n).randbytes(40) + MARK for n in range(20)]  # a mark within a thing begins nothing
    hold(path, *things)
    whole, record = path.read_bytes(), len(path.read_bytes()) // 20
    for at in range(0, len(whole), 7):
        path.write_bytes(whole[:at] + bytes((whole[at] ^ 1,)) + whole[at + 1 :])
        assert set(things_in(path)) == {thing for n, thing in enumerate(things) if n != at // record}


def test_a_file_of_dropped_things_is_written_anew_and_stays_small(path, monkeypatch):
    monkeypatch.setattr(outbox_journal, "_SLACK_BYTES", 1000)
    for n in range(200):
        hold(path, b"always", f"only {n}".encode())
    assert things_in(path) == [b"always", b"only 199"]
    assert path.stat().st_size < 2000


def test_what_could_not_be_written_is_written_the_next_time(path, monkeypatch):
    journal = hold(path, b"one")

    def full(*_args):
        raise OSError(28, "No space left on device")

    two = journal.difference([b"one", b"two"])
    with monkeypatch.context() as disk:
        disk.setattr(outbox_journal.os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            journal.write(two)
    journal.write(journal.difference([b"one", b"two"]))
    assert things_in(path) == [b"one", b"two"]
