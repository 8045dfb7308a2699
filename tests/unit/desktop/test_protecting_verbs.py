"""`waymark protect` and `waymark sheet`: how a profile is opened, said on the command line."""

import json

import pytest

from desktop_app.cli import run
from desktop_app.identity.os_keys import NO_KEY_STORE
from tests.fakes.os_key_store import FakeKeyStore

pytestmark = pytest.mark.usefixtures("quick_passphrases")
BEGIN = ("init", "--city", "kaga-jp", "--official", "M. Sato")


@pytest.fixture
def store():
    return FakeKeyStore()


@pytest.fixture
def waymark(tmp_path, capsys, store):
    """Runs a verb; gives the exit status and what was printed."""

    def call(*words, keys=None, profile="profile"):
        capsys.readouterr()
        arguments = [*words, "--profile", str(tmp_path / profile), "--json"]
        status = run(arguments, lambda *_: pytest.fail("the window opened"), keys or store.keys())
        printed = capsys.readouterr()
        return status, json.loads(printed.out if status < 2 else printed.err)

    return call


@pytest.fixture
def typed(tmp_path):
    def write(text, name="passphrase.txt"):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return str(tmp_path / name)

    return write


def test_a_profile_is_opened_by_the_key_store_when_nothing_else_is_said(waymark, store):
    assert waymark(*BEGIN)[0] == 0
    assert len(store.kept) == 1
    assert waymark("protect") == (0, {"protection": "system"})
    assert waymark("answer", "ICT-01", "adopted")[0] == 0
    assert waymark("status", keys=NO_KEY_STORE)[1]["code"] == "E-KEYRING"
    assert waymark("status")[1]["answered"] == 1


def test_where_there_is_no_key_store_nothing_begins_until_somebody_says_how(waymark, tmp_path):
    status, said = waymark(*BEGIN, keys=NO_KEY_STORE)
    assert (status, said["code"]) == (2, "E-KEYRING")
    assert "--passphrase-file" in said["hint"]
    assert "whoever can read the folder can read it" in said["hint"]
    assert waymark(*BEGIN, "--unprotected", keys=NO_KEY_STORE)[0] == 0
    assert waymark("protect", keys=NO_KEY_STORE)[1] == {"protection": "unprotected"}
    assert waymark("status", keys=NO_KEY_STORE)[0] == 0


def test_a_profile_with_a_passphrase_opens_with_it_and_with_no_other(waymark, typed):
    right = ("--passphrase-file", typed("three herons by the canal\n"))
    assert waymark(*BEGIN, *right)[0] == 0
    assert waymark("status")[1]["code"] == "E-PASSPHRASE"
    assert waymark("status", "--passphrase-file", typed("three herons", "other.txt"))[1]["code"] == "E-PASSPHRASE"
    assert waymark("status", *right)[0] == 0


def test_the_protection_is_changed_and_what_opened_before_does_not_any_more(waymark, typed, store):
    old = ("--passphrase-file", typed("three herons by the canal\n"))
    waymark(*BEGIN, *old)
    new = typed("four lamps on the bridge\n", "new.txt")
    assert waymark("protect", *old, "--new-passphrase-file", new, "--system")[1] == {"protection": "both"}
    assert waymark("status", *old)[1]["code"] == "E-PASSPHRASE"
    assert waymark("status", "--passphrase-file", new, keys=NO_KEY_STORE)[1]["code"] == "E-KEYRING"
    assert waymark("protect", "--passphrase-file", new, "--unprotected")[1] == {"protection": "unprotected"}
    assert store.kept == {}


def test_a_short_passphrase_is_refused_and_the_profile_opens_as_before(waymark, typed):
    waymark(*BEGIN)
    status, said = waymark("protect", "--new-passphrase-file", typed("short"))
    assert (status, said["code"]) == (2, "E-PASSPHRASE")
    assert "12" in said["what_next"]
    assert waymark("status")[0] == 0


@pytest.mark.parametrize("content", [None, "", "\n", "\ud800"])
def test_a_passphrase_file_that_holds_none_is_told(waymark, tmp_path, content):
    file = tmp_path / "passphrase.txt"
    if content is not None:
        file.write_bytes(content.encode("utf-8", "surrogatepass"))
    assert waymark(*BEGIN, "--passphrase-file", str(file))[1]["code"] == "E-FILE"
    assert not (tmp_path / "profile" / "device.vault").exists()


def test_the_sheet_opens_a_profile_whose_vault_is_gone(waymark, typed, tmp_path):
    waymark(*BEGIN)
    waymark("answer", "ICT-01", "adopted")
    rows = waymark("sheet")[1]["sheet"]
    assert len(rows) == 39
    for file in (tmp_path / "profile").glob("device.vault*"):
        file.unlink()
    sheet = typed("\n".join(f"{place} {row.lower()}" for place, row in enumerate(rows, 1)), "sheet.txt")
    assert waymark("sheet", "--read", sheet, "--unprotected")[1] == {"protection": "unprotected"}
    assert waymark("answers", "ICT-01", keys=NO_KEY_STORE)[1]["answers"][0]["answer"] == "adopted"


def test_a_sheet_that_is_mistyped_says_where_and_changes_nothing(waymark, typed, tmp_path):
    waymark(*BEGIN)
    rows = waymark("sheet")[1]["sheet"]
    before = (tmp_path / "profile" / "device.vault").read_bytes()
    wrong = [*rows[:6], rows[7], rows[6], *rows[8:]]
    said = waymark("sheet", "--read", typed(" ".join(wrong)))[1]
    assert said["code"] == "E-SHEET"
    assert "7" in said["what_happened"]
    assert waymark("sheet", "--read", typed(" ".join(rows[:-1])))[1]["title"] == "The sheet is not complete"
    assert (tmp_path / "profile" / "device.vault").read_bytes() == before


def test_row_49_the_sheet_of_another_profile_opens_nothing(waymark, typed, tmp_path):
    for profile in ("profile", "other"):
        waymark(*BEGIN, profile=profile)
        waymark("answer", "ICT-01", "adopted", profile=profile)
        waymark("code", profile=profile)
    before = (tmp_path / "profile" / "device.vault").read_bytes()
    rows = waymark("sheet", profile="other")[1]["sheet"]
    assert waymark("sheet", "--read", typed(" ".join(rows)))[1]["code"] == "E-SHEET"
    assert (tmp_path / "profile" / "device.vault").read_bytes() == before


def test_at_a_console_the_passphrase_is_asked_for_and_a_damaged_profile_is_recovered_with_it(
    waymark, typed, tmp_path, monkeypatch
):
    passphrase = "three herons by the canal"
    file = typed(passphrase)
    assert waymark(*BEGIN, "--passphrase-file", file)[0] == 0
    assert waymark("answer", "ICT-01", "adopted", "--passphrase-file", file)[0] == 0
    assert waymark("backups", "--make", "--passphrase-file", file)[0] == 0
    database = tmp_path / "profile" / "waymark.sqlite3"
    database.write_bytes(database.read_bytes()[:5000] + bytes(5000))
    status, said = waymark("recover")
    assert (status, said["code"]) == (2, "E-PASSPHRASE"), "a script is asked for nothing"
    asked = []
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    monkeypatch.setattr("desktop_app.cli.unlocking.getpass", lambda prompt: asked.append(prompt) or passphrase)
    assert waymark("recover")[1]["step"] == "restored"
    assert asked == ["Passphrase of this profile: "]
    assert waymark("status")[1]["answered"] == 1
