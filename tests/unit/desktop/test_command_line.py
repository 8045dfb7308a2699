"""`waymark VERB` as a person uses it, without a server."""

import json
import os
import subprocess
import sys

import pytest

from desktop_app.__main__ import main
from desktop_app.cli import run
from desktop_app.cli.parser import make_parser
from desktop_app.storage.profile_lock import ProfileLock
from roadmap_core.exchange.stream import to_sequence
from tests.unit.desktop.profiles import Registrar


@pytest.fixture
def waymark(tmp_path, capsys):
    """Runs a verb; gives the exit status and what was printed."""

    def call(*words: str, profile: str = "profile"):
        capsys.readouterr()
        status = main([*words, "--profile", str(tmp_path / profile), "--json"])
        printed = capsys.readouterr()
        return status, json.loads(printed.out if status < 2 else printed.err)

    return call


@pytest.fixture
def kaga(waymark):
    assert waymark("init", "--city", "kaga-jp", "--official", "M. Sato", "--unprotected")[0] == 0
    return waymark


def test_a_policy_is_signed_and_says_what_changed_since(kaga):
    kaga("answer", "ICT-01", "adopted")
    for act in ("ready", "reviewed", "sign"):
        assert kaga("review", "ICT", act)[0] == 0
    kaga("answer", "ICT-01", "drafted")
    signed = kaga("review", "ICT")[1]
    assert (signed["state"], signed["changed"], len(signed["digest"])) == ("signed", ["ICT-01"], 64)
    returned = kaga("review", "ICT", "--return", "Which law?")[1]
    assert (returned["state"], returned["reason"]) == ("returned", "Which law?")


def test_a_meeting_is_held_and_its_minutes_are_written(kaga, tmp_path):
    assert kaga("minutes", "ICT")[1]["meetings"] == []
    kaga("minutes", "ICT", "--begin", "A. Mori", "B. Ito", "--day", "2026-05-31")
    kaga("answer", "ICT-01", "adopted")
    kaga("minutes", "ICT", "--question", "ICT-01", "--dissent", "B. Ito")
    kaga("minutes", "ICT", "--question", "ICT-02", "--later", "--text", "Ask the works office <soon>")
    file = tmp_path / "minutes.html"
    (held,) = kaga("minutes", "ICT", "--file", str(file))[1]["meetings"]
    assert (held["day"], held["present"]) == ("2026-05-31", ["A. Mori", "B. Ito"])
    assert [(point["question"], point["outcome"]) for point in held["points"]] == [
        ("ICT-01", "decided"),
        ("ICT-02", "later"),
    ]
    assert "Ask the works office &lt;soon&gt;" in file.read_text(encoding="utf-8")


def test_what_the_city_says_to_others_is_said_and_taken_back(kaga):
    japan, india, _latin_america = kaga("communities", "--leave", "Japan")[1]["communities"]
    assert (japan["member"], japan["cities"]) == (False, ["hamamatsu-jp", "kakogawa-jp", "maebashi-jp"])
    assert (india["member"], "kaga-jp" in india["cities"]) == (False, False)
    found = kaga("communities", "--join", "India", "--interested", "Africa")[1]
    assert "kaga-jp" in found["communities"][1]["cities"]
    assert [one["name"] for one in found["new"] if one["interested"]] == ["Africa"]
    found = kaga("communities", "--not-interested", "Africa", "--join", "Japan")[1]
    assert found["communities"][0]["member"]
    assert not any(one["interested"] for one in found["new"])
    assert kaga("offers")[1]["offers"] == []
    assert kaga("offers", "ICT", "--text", "How we began", "--contact", "office@kaga.example")[1]["offers"] == [
        {"city": "kaga-jp", "policy": "ICT", "text": "How we began", "contact": "office@kaga.example"}
    ]
    assert kaga("communities", "--join", "Atlantis")[1]["code"] == "E-COMMUNITY"
    assert kaga("offers", "ICT")[1]["code"] == "E-OFFER"
    assert kaga("undo")[1]["undone"]
    assert kaga("redo")[1]["redone"]
    assert kaga("offers", "--take-back", "1")[1]["offers"] == []


def test_a_first_session_offline(kaga, tmp_path):
    assert kaga("answer", "ICT-01", "adopted") == (0, {"question": "ICT-01", "answer": "adopted"})
    assert kaga("answer", "ICT-05", "--percent", "12/30", "--period", "2026")[1]["answer"] == "12/30 (2026)"
    assert kaga("answer", "ICT-02", "--unknown")[0] == 0
    assert kaga("answer", "ICT-03", "--not-our-competence", "The region", "Act 12")[0] == 0
    assert kaga("answer", "ICT-06", "--not-applicable", "No such systems.")[0] == 0
    assert kaga("note", "ICT-01", "Council decision 12/2026.")[1]["note"] == "Council decision 12/2026."
    assert kaga("plan", "ICT", "--add", "Publish it", "--due", "2026-12-31")[1]["plan"][0]["due"] == "2026-12-31"
    file = tmp_path / "plan.ics"
    assert kaga("plan", "ICT", "--calendar", str(file))[1]["calendar"] == 1
    assert b"SUMMARY:Publish it\r\n" in file.read_bytes()
    assert kaga("plan", "ICT", "--done", "1", "--calendar", str(file))[1]["calendar"] == 0
    assert kaga("plan", "ICT")[1]["plan"][0]["status"] == "done"
    assert kaga("plan", "ICT", "--remove", "1")[1]["plan"] == []
    status, said = kaga("status")
    assert (status, said["city"], said["answered"], said["written"], said["waiting_changes"]) == (0, "kaga-jp", 5, 1, 6)
    assert said["policies"]["ICT"]["stage"] == "written"
    found = {a["question"]: a["answer"] for a in kaga("answers")[1]["answers"]}
    assert found["ICT-03"] == "not our competence: The region, Act 12"
    assert kaga("answer", "ICT-02", "--clear")[0] == 0
    assert kaga("status")[1]["answered"] == 4


def test_sources_are_cited_used_again_amended_and_withdrawn(kaga):
    kaga(
        "sources", "ICT-01", "--cite", "Accessibility rule", "--date", "2026-05-31", "--reference", "https://kaga.jp/1"
    )
    assert kaga("sources", "ICT-02", "--again", "1")[1]["sources"][0]["questions"] == ["ICT-01", "ICT-02"]
    (amended,) = kaga("sources", "--amend", "1", "--checked-by", "City of Kobe")[1]["sources"]
    assert (amended["grade"], amended["questions"]) == ("E3", ["ICT-01", "ICT-02"])
    assert kaga("sources", "ICT-01", "--withdraw", "1")[1]["sources"][0]["questions"] == ["ICT-02"]
    assert kaga("sources", "--withdraw", "1")[1]["sources"] == []


def test_every_question_says_what_it_takes_and_takes_it(kaga):
    for question in kaga("answers", "ICT-01", "ICT-05", "CYB-09")[1]["answers"]:
        assert question["takes"].startswith(question["question"])
    assert kaga("answer", "ICT-01", "3")[1]["answer"] == "drafted"


def test_what_is_exported_verifies_and_a_flipped_bit_is_found(kaga, tmp_path):
    kaga("answer", "ICT-01", "adopted")
    file = tmp_path / "kaga.cborseq"
    assert kaga("export-entries", str(file))[1]["entries"] == 2
    said = {"good": 2, "bad": 0, "unproven": 0, "is_membership_judged": False, "told": []}
    assert kaga("verify", str(file)) == (0, said)
    data = bytearray(file.read_bytes())
    data[-1] ^= 1
    file.write_bytes(data)
    status, said = kaga("verify", str(file))
    assert (status, said["bad"], said["told"][0]["code"]) == (1, 1, "E-SIG")
    assert kaga("verify", str(file), "--alliance-id", "staging")[1]["told"][0]["code"] == "E-ALLIANCE"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("answer", "ICT-01", "splendid"), "E-ANSWER"),
        (("answer", "ICT-01"), "E-ANSWER"),
        (("answer", "ICT-05", "31/30"), "E-ANSWER"),
        (("answer", "ICT-05", "12"), "E-ANSWER"),
        (("answer", "ICT-01", "--not-applicable", " "), "E-ANSWER"),
        (("answer", "XXX-01", "yes"), "E-QUESTION"),
        (("note", "ICT-01", "x" * 4001), "E-TOO-LONG"),
        (("plan", "XXX", "--add", "x"), "E-POLICY"),
        (("plan", "ICT", "--add", " "), "E-PLAN"),
        (("plan", "ICT", "--add", "x", "--due", "soon"), "E-DATE"),
        (("plan", "ICT", "--remove", "1"), "E-CHOICE"),
        (("review", "XXX"), "E-POLICY"),
        (("review", "ICT", "ready"), "E-NOTHING-ANSWERED"),
        (("review", "ICT", "sign"), "E-REVIEW"),
        (("minutes", "XXX"), "E-POLICY"),
        (("minutes", "ICT", "--begin", " "), "E-PRESENT"),
        (("minutes", "ICT", "--file", "minutes.html"), "E-CHOICE"),
        (("sources", "ICT-01", "--cite", " "), "E-SOURCE"),
        (("sources", "XXX-01", "--cite", "x"), "E-QUESTION"),
        (("sources", "ICT-01", "--cite", "x", "--date", "soon"), "E-DATE"),
        (("sources", "ICT-01", "--again", "1"), "E-CHOICE"),
        (("settle", "ICT-01"), "E-CHOICE"),
        (("admit", "7K3M-XQ2V-90PD-4"), "E-SCOPE"),
        (("revoke", "00"), "E-COMPUTER"),
        (("revoke", "0011223344556677"), "E-SCOPE"),
        (("endorse", "00"), "E-ENTRY"),
        (("trust", "/missing.cborseq"), "E-FILE"),
        (("send",), "E-NOT-JOINED"),
        (("official", " "), "E-NAME"),
        (("init", "--city", "kaga-jp", "--official", "M. Sato", "--unprotected"), "E-PROFILE-EXISTS"),
        (("verify", "/missing.cborseq"), "E-FILE"),
    ],
)
def test_what_cannot_be_done_is_said_in_words_with_a_code(kaga, words, code):
    status, said = kaga(*words)
    assert (status, said["code"]) == (2, code)
    assert all(said[part] for part in ("title", "what_happened", "what_is_safe", "what_next"))
    assert said["title"] != "Something did not work"


def test_the_code_of_this_computer_can_be_read_out_and_it_is_the_only_one_here(kaga):
    status, said = kaga("code")
    assert (status, [len(part) for part in said["code"].split("-")]) == (0, [4, 4, 4, 1])
    (alone,) = kaga("people")[1]["computers"]
    assert (alone["state"], alone["role"], alone["is_this_computer"]) == ("pending", None, True)


def test_a_trust_file_is_taken(kaga, tmp_path):
    file = tmp_path / "alliance.cborseq"
    file.write_bytes(to_sequence(Registrar().documents))
    assert kaga("trust", str(file)) == (0, {"alliance": "gsca-roadmap", "version": 1, "until": "2096-10-02"})


def test_a_folder_without_a_profile_stays_as_it_is(waymark, tmp_path):
    status, said = waymark("status", profile="nothing")
    assert (status, said["code"]) == (2, "E-NO-PROFILE")
    assert not (tmp_path / "nothing").exists()


def test_an_unknown_city_begins_nothing(waymark, tmp_path):
    assert waymark("init", "--city", "atlantis", "--official", "M. Sato")[1]["code"] == "E-CITY-ID"
    assert not (tmp_path / "profile").exists()
    assert (
        waymark("init", "--new-city", "Nova Cidade", "--country", "BR", "--official", "x", "--unprotected")[1]["city"]
        == "nova-cidade-br"
    )


def test_a_second_program_on_the_profile_is_told(kaga, tmp_path):
    with ProfileLock(tmp_path / "profile"):
        assert kaga("answer", "ICT-01", "adopted")[1]["code"] == "E-RUNNING"
    assert kaga("status")[1]["answered"] == 0


def test_an_unexpected_error_is_an_incident_in_the_log_and_no_traceback(kaga, tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("desktop_app.cli.verbs", fromlist=["VERBS"]).VERBS, "status", lambda _asked: 1 / 0)
    status, said = kaga("status")
    assert (status, said["code"]) == (2, "E-INTERNAL")
    assert "ZeroDivisionError" in (tmp_path / "profile" / "log" / "waymark.log").read_text()
    assert "Traceback" not in json.dumps(said)


def test_without_a_verb_the_window_opens(tmp_path):
    opened = []
    arguments = ["--profile", str(tmp_path), "--language", "ar", "--screenshot-dir", "pictures"]
    assert run(arguments, lambda *said: opened.append(said) or 7) == 7
    assert opened == [("", str(tmp_path), "ar", "pictures")]


def test_the_folder_may_stand_before_the_verb():
    before = make_parser().parse_args(["--profile", "here", "status", "--json"])
    behind = make_parser().parse_args(["status", "--profile", "here", "--json"])
    assert before == behind
    assert before.profile == "here"


def test_the_gallery_is_a_window_of_its_own(tmp_path):
    opened = []
    assert run(["gallery", "--profile", str(tmp_path)], lambda *said: opened.append(said) or 7) == 7
    assert opened == [("gallery", str(tmp_path), "", "")]


def test_every_verb_explains_itself(capsys):
    verbs = (
        "init official join code ask-anew come-back people admit revoke endorse trust answer note plan settle status "
        "send verify evidence"
    )
    for verb in verbs.split():
        with pytest.raises(SystemExit) as ended:
            main([verb, "--help"])
        assert ended.value.code == 0
        assert len(capsys.readouterr().out) > 150


def test_the_program_runs_as_a_process_in_plain_words(tmp_path):
    def call(*words, stdin=""):
        command = [sys.executable, "-W", "error", "-m", "desktop_app", *words, "--profile", str(tmp_path / "profile")]
        environment = os.environ | {"PYTHONIOENCODING": "ascii"}
        done = subprocess.run(command, capture_output=True, input=stdin, encoding="utf-8", env=environment, check=False)
        return done.returncode, done.stdout, done.stderr

    assert (
        call("init", "--new-city", "\u52a0\u8cc0", "--country", "JP", "--official", "\u4f50\u85e4", "--unprotected")[0]
        == 0
    )
    assert call("note", "ICT-01", "-", stdin="Beschluss\n\u00fcber zwei Zeilen")[0] == 0
    status, out, _ = call("answers", "ICT-01")
    assert (status, "\u00fcber zwei Zeilen" in out) == (0, True)
    status, out, err = call("answer", "ICT-01", "splendid")
    assert (status, out) == (2, "")
    assert "no, planned, drafted, adopted, implemented, reviewed" in err
    assert err.rstrip().endswith("(E-ANSWER)")
    assert "Traceback" not in err


def test_what_was_done_is_undone_and_its_history_is_told(kaga):
    kaga("answer", "ICT-01", "drafted")
    kaga("answer", "ICT-01", "adopted")
    assert kaga("undo") == (0, {"undone": True, "items": ["ICT-01"], "hindrance": ""})
    assert kaga("redo") == (0, {"redone": True, "items": ["ICT-01"], "hindrance": ""})
    assert kaga("redo") == (0, {"redone": False, "items": []})
    rows = kaga("history", "ICT-01")[1]["history"]
    assert [(row["value"], row["who"], row["stands"]) for row in rows] == [("adopted", "M. Sato", True)]
    assert kaga("history", "ICT-01", "--on", "2020-01-01")[1]["answers"] == {"ICT-01": "-"}
    changed = {"policy": "ICT", "question": "ICT-01", "before": "-", "after": "adopted"}
    assert kaga("history", "--between", "2020-01-01", "9999-12-31")[1]["differences"] == [changed]
    assert kaga("history", "--on", "yesterday")[0] == kaga("history")[0] == 2
