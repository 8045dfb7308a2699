"""What a database file says of itself before it is read: ours, another installation's, plain, or none."""

import pytest

from desktop_app.errors import AppError
from desktop_app.storage.cipher import Kind, is_scratched, key_for, kind_of
from desktop_app.storage.engine import SqlError, bare, connect
from tests.peeking import SAMPLE_KEY

OTHER_KEY = bytes(32)


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "waymark.sqlite3"
    with bare(path, SAMPLE_KEY) as connection:
        connection.execute("CREATE TABLE note (text)")
        connection.execute("INSERT INTO note VALUES ('Council decision 12/2026.')")
    connection.close()
    return path


def text_in(path, key=SAMPLE_KEY):
    connection = bare(path, key)
    try:
        return connection.execute("SELECT text FROM note").fetchone()[0]
    finally:
        connection.close()


def test_a_file_knows_its_key_and_no_other(path):
    assert kind_of(path, SAMPLE_KEY) is Kind.OURS
    assert kind_of(path, OTHER_KEY) is Kind.ANOTHER
    assert key_for(path, SAMPLE_KEY) == SAMPLE_KEY
    for key in (OTHER_KEY, None):
        with pytest.raises(AppError) as refused:
            key_for(path, key)
        assert refused.value.code == "E-KEY"


def test_the_text_is_in_no_byte_of_the_file_and_only_its_key_reads_it(path, capfd):
    assert b"Council" not in path.read_bytes()
    assert text_in(path) == "Council decision 12/2026."
    for key in (OTHER_KEY, None):
        with pytest.raises(SqlError):
            text_in(path, key)
    assert capfd.readouterr() == ("", ""), "SQLCipher writes its errors to the console unless it is told"


@pytest.mark.parametrize("place", range(16))
def test_any_damaged_byte_of_the_first_16_leaves_the_file_ours_and_readable(path, place):
    data = bytearray(path.read_bytes())
    data[place] ^= 0x5A
    path.write_bytes(data)
    assert kind_of(path, SAMPLE_KEY) is Kind.OURS
    assert text_in(path) == "Council decision 12/2026."
    assert is_scratched(path, SAMPLE_KEY)


def test_a_salt_that_was_damaged_is_told_from_a_whole_one_and_is_whole_after_the_next_writing(path):
    assert not is_scratched(path, SAMPLE_KEY)
    data = bytearray(path.read_bytes())
    data[10:16] = bytes(6)
    path.write_bytes(data)
    assert (kind_of(path, SAMPLE_KEY), is_scratched(path, SAMPLE_KEY)) == (Kind.OURS, True)
    connection = bare(path, SAMPLE_KEY)
    connection.execute("CREATE TABLE another (text)")
    connection.close()
    assert not is_scratched(path, SAMPLE_KEY)


def test_a_damaged_header_is_damage_and_not_another_key(path):
    data = bytearray(path.read_bytes())
    data[16:40] = bytes(24)
    path.write_bytes(data)
    assert kind_of(path, SAMPLE_KEY) is Kind.OURS
    with pytest.raises(AppError) as refused:
        connect(path, SAMPLE_KEY)
    assert refused.value.code == "E-DAMAGED"


@pytest.mark.parametrize("content", [b"", b"a text file\n", bytes(8192), b"SQLite format 3\x00" + bytes(84)])
def test_a_file_of_another_kind_is_none_of_ours(tmp_path, content):
    path = tmp_path / "found"
    path.write_bytes(content)
    assert kind_of(path, SAMPLE_KEY) is Kind.FOREIGN
