"""What can be typed after `waymark`, and the help that explains it."""

import argparse
from collections.abc import Callable
from typing import TypeAlias

from roadmap_core.assessment.citations import Kind

Verb: TypeAlias = Callable[[str, str], argparse.ArgumentParser]
"""Adds a verb by its name and what it does."""

_ABOUT = """\
Waymark: assess where your city stands on the policy roadmap, with or without a network.

Without a verb the window opens. With one, the same program runs without a window, for scripts.
"""
_TOUR = """\
a first session, offline, then sent:
  waymark init --city kaga-jp --official "M. Sato"      (see  waymark init --help  where there is no key store)
  waymark answer ICT-01 adopted
  waymark answer ICT-05 12/30 --period 2026
  waymark note ICT-01 "Council decision 12/2026."
  waymark status
  waymark join https://alliance.example --invitation XXXX-XXXX-XXX
  waymark send

a second computer of the same city:
  waymark init --city kaga-jp --official "A. Tanaka"
  waymark join https://alliance.example --invitation XXXX-XXXX-XXX
  waymark code                       read it out to the city's lead, who types:  waymark admit CODE
  waymark send

Every verb takes --profile DIR and --json. Exit status: 0 done, 1 verify found an entry that isn't good, 2 not done;
what went wrong is said in words, with a code that never changes.
"""
_ANSWER = """\
The value depends on the question: one of its answers (adopted, yes, quarterly ... or its place, from 1),
a share (12/30), a number, or a day (2026-05-31). `waymark answers QUESTION` shows what a question takes.
Instead of a value one of the special answers can be given.
"""


def make_parser() -> argparse.ArgumentParser:
    """The whole command line. What all verbs take may stand before the verb too, where it has defaults of its own."""
    common = _common()
    parser = argparse.ArgumentParser(
        prog="waymark",
        description=_ABOUT,
        epilog=_TOUR,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[_common()],
        allow_abbrev=False,
    )
    parser.set_defaults(verb=None, profile="", json=False, passphrase_file="")
    parser.add_argument(
        "--language", default="", metavar="TAG", help="the window's language for this run, like es or ar"
    )
    parser.add_argument("--screenshot-dir", default="", metavar="DIR", help="paint every page into DIR, and quit")
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", dest="verb")

    def verb(name: str, about: str) -> argparse.ArgumentParser:
        text = f"{about[0].upper()}{about[1:]}."
        return verbs.add_parser(
            name, help=about, description=text, formatter_class=argparse.RawDescriptionHelpFormatter, parents=[common]
        )

    _setting_up(verb)
    _people(verb)
    _working(verb)
    _looking(verb)
    _keeping(verb)
    _protecting(verb)
    _carrying(verb)
    verb("gallery", "open a window with every widget in every state, for those who work on the program")
    return parser


def _common() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--profile",
        default=argparse.SUPPRESS,
        metavar="DIR",
        help="the folder of the profile (the system's place for it)",
    )
    common.add_argument(
        "--passphrase-file",
        default=argparse.SUPPRESS,
        metavar="FILE",
        help="a text file whose first line is the profile's passphrase",
    )
    common.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="print one JSON object")
    return common


def _setting_up(verb: Verb) -> None:
    init = verb("init", "begin: whose city it is, and who is at the keyboard")
    city = init.add_mutually_exclusive_group(required=True)
    city.add_argument("--city", metavar="ID", help="a city from the list, like kaga-jp")
    city.add_argument("--new-city", metavar="NAME", help="a city that is not on the list; needs --country")
    init.add_argument("--country", default="", metavar="XX", help="the new city's country, two letters, like JP")
    init.add_argument("--official", required=True, metavar="NAME", help="the person at the keyboard")
    init.add_argument("--computer", default="", metavar="NAME", help="how colleagues know this computer")
    init.add_argument("--sample", action="store_true", help="the data is invented, and says so wherever it is shown")
    init.add_argument(
        "--unprotected",
        action="store_true",
        help="no passphrase and no key store: whoever can read the folder can read the profile",
    )
    verb("official", "another person takes over").add_argument("name")
    join = verb("join", "present this computer to the alliance's server")
    join.add_argument("address", help="the server, like https://alliance.example")
    join.add_argument("--invitation", default=None, metavar="CODE", help="for a computer that is new to the server")
    verb("code", "this computer's code, for the city's lead")
    trust = verb("trust", "take the alliance's documents from a file")
    trust.add_argument("file", help="like alliance.cborseq")


def _people(verb: Verb) -> None:
    verb("ask-anew", "make a new request of this computer, with another code, after five wrong ones")
    verb("come-back", "get a new key for this computer, which was removed, and ask to be admitted again")
    verb("people", "the city's computers: who asks, who is admitted, what is not counted")
    verb("invite", "make an invitation for another computer of the city (for the city's lead)")
    admit = verb("admit", "admit the computer whose code was read out (for the city's lead)")
    admit.add_argument("code", help="like 7K3M-XQ2V-90PD-4")
    admit.add_argument("--role", choices=("editor", "approver", "viewer"), default="editor")
    against = verb("object", "object to what the registrar has announced for the city")
    against.add_argument("entry", help="of the announcement, as `people` shows it")
    against.add_argument("reason", nargs="?", default="", help="what the registrar reads")
    revoke = verb("revoke", "block a computer of the city (for the city's lead)")
    revoke.add_argument("log", help="as `people` shows it")
    revoke.add_argument("--cut-off", default="", metavar="HEX", help="its last update that counts (the newest here)")
    endorse = verb("endorse", "let updates count that are held back (for the city's lead)")
    endorse.add_argument("entry", nargs="+", metavar="ENTRY", help="64 hexadecimal digits")
    endorse.add_argument("--with-earlier", action="store_true", help="and what stands before them in their log")


def _working(verb: Verb) -> None:
    answer = verb("answer", "answer a question")
    answer.epilog = _ANSWER
    answer.add_argument("question", help="like ICT-01")
    _answer_options(answer)
    answer.add_argument("--clear", action="store_true", help="take the answer away")
    note = verb("note", "write a question's note")
    note.add_argument("question")
    note.add_argument("text", help='the note; "-" reads it from standard input, "" clears it')
    plan = verb("plan", "show or change a policy's plan")
    plan.add_argument("policy", help="like ICT")
    plan.add_argument("--add", metavar="TEXT", help="add an action")
    plan.add_argument("--owner", default="", help="who does it")
    plan.add_argument("--due", default="", metavar="DAY", help="until when, like 2026-12-31")
    plan.add_argument("--done", type=int, metavar="N", help="mark the action with this place in the list as done")
    plan.add_argument("--calendar", metavar="FILE", help="write the open actions of all policies that have a day")
    plan.add_argument("--remove", type=int, metavar="N", help="remove the action with this place in the list, from 1")
    _sources(verb)
    settle = verb("settle", "choose between two answers to one question, or give a third")
    settle.epilog = _ANSWER
    settle.add_argument("question")
    _answer_options(settle)
    settle.add_argument(
        "--take", type=int, metavar="N", help="take the answer with this place in `answers --contested`"
    )
    settle.add_argument("--take-note", type=int, metavar="N", help="take the note with this place")
    settle.add_argument("--why", default="", metavar="TEXT", help="the reason of the choice")
    review = verb("review", "show how far a policy's review has come; hand it in, judge it, sign it")
    review.add_argument("policy", help="like ICT")
    review.add_argument("act", nargs="?", choices=("ready", "reviewed", "sign", "draft"), help="bring it to this state")
    review.add_argument("--return", dest="send_back", metavar="REASON", help="return it, and say why")
    _minutes(verb)
    _together(verb)
    verb("undo", "take back the newest thing that was done on this computer; what colleagues wrote stays")
    verb("redo", "do again what was undone last")


def _minutes(verb: Verb) -> None:
    minutes = verb("minutes", "show the minutes of a meeting on a policy; hold one")
    minutes.add_argument("policy", help="like ICT")
    minutes.add_argument("--begin", nargs="+", metavar="NAME", help="begin a meeting; who is present")
    minutes.add_argument("--day", default="", help="of the meeting that begins, like 2026-12-31 (today)")
    minutes.add_argument("--meeting", type=int, default=1, metavar="N", help="its place, the latest is 1")
    minutes.add_argument("--question", metavar="ID", help="write what the meeting says of this question")
    minutes.add_argument("--text", default="", help="what was decided, or why it stays open")
    minutes.add_argument("--dissent", default="", metavar="NAMES", help="who didn't agree")
    minutes.add_argument("--later", action="store_true", help="the meeting comes back to the question")
    minutes.add_argument("--file", metavar="FILE", help="write the minutes as a page, like minutes.html")


def _together(verb: Verb) -> None:
    communities = verb("communities", "who belongs to which regional community; join or leave one")
    communities.add_argument("--join", default="", metavar="NAME", help="like Japan; every city can read it")
    communities.add_argument("--leave", default="", metavar="NAME")
    communities.add_argument("--interested", default="", metavar="NAME", help="in a new community, like Africa")
    communities.add_argument("--not-interested", default="", metavar="NAME", help="any longer")
    offers = verb("offers", "which cities offer to talk about which policy; make an offer that every city can read")
    offers.add_argument("policy", nargs="?", default="", help="offer to talk about it, like ICT")
    offers.add_argument("--text", default="", help="what your city can tell")
    offers.add_argument("--contact", default="", help="how you are reached")
    offers.add_argument("--take-back", type=int, metavar="N", help="the own offer with this place in the list")


def _sources(verb: Verb) -> None:
    sources = verb("sources", "show or change what is cited for answers, with grades and where it is used")
    sources.add_argument("question", nargs="*", help="the questions that it supports, like ICT-01")
    does = sources.add_mutually_exclusive_group()
    does.add_argument("--cite", metavar="TITLE", help="cite something new for the questions")
    does.add_argument("--again", type=int, metavar="N", help="cite the source with this place for more questions")
    does.add_argument("--amend", type=int, metavar="N", help="change the fields that are named, wherever it is used")
    does.add_argument("--withdraw", type=int, metavar="N", help="for the questions; without any, for all")
    sources.add_argument("--title", help="with --amend: another title")
    sources.add_argument("--kind", choices=[kind.value for kind in Kind])
    sources.add_argument("--date", metavar="DAY", help="of the document, like 2026-05-31")
    sources.add_argument("--reference", metavar="TEXT", help="an address on the web, a file number, a shelf")
    sources.add_argument("--section", metavar="TEXT", help="page, article or chapter")
    for name in ("publisher", "quotation", "language"):
        sources.add_argument(f"--{name}", metavar="TEXT")
    sources.add_argument("--checked-by", metavar="NAME", help="the peer, auditor or reviewer who confirmed it")


def _answer_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("value", nargs="?", help="the answer")
    parser.add_argument("--percent", metavar="N/M", help="a share: numerator and denominator")
    parser.add_argument("--period", default="", help="the time that a share is about, like 2026")
    parser.add_argument("--date", metavar="DAY", help="when it was last done, like 2026-05-31")
    parser.add_argument("--number", metavar="N", help="a figure")
    parser.add_argument("--unknown", action="store_true", help="not yet known")
    parser.add_argument("--not-applicable", metavar="REASON", help="it does not apply here, because ...")
    parser.add_argument(
        "--not-our-competence", nargs=2, metavar=("BODY", "LAW"), help="another body is responsible, by which law"
    )


def _looking(verb: Verb) -> None:
    verb("status", "what is saved, what waits to be sent, where the city stands")
    verb("send", "send what waits, and receive what colleagues wrote")
    answers = verb("answers", "show answers and notes")
    answers.add_argument("question", nargs="*", help="only these")
    answers.add_argument(
        "--contested", action="store_true", help="only questions with two answers, each with its author"
    )
    history = verb("history", "what was answered and noted when, by whom, and what it replaced")
    history.add_argument("question", nargs="?", default="", help="like ICT-01; all of them where a day is named")
    days = history.add_mutually_exclusive_group()
    days.add_argument("--on", default="", metavar="DAY", help="the answers as they stood at the end of a day (UTC)")
    days.add_argument(
        "--between", nargs=2, default=None, metavar="DAY", help="the answers that differ between two days"
    )
    verb("export-entries", "write all signed changes into a file").add_argument("file", help="like kaga.cborseq")
    evidence = verb("evidence", "write what is kept against the server into a file, which `verify` explains")
    evidence.add_argument("file", help="like kaga.evidence")
    verify = verb(
        "verify", "check signed changes in a file or on a postcard, or evidence; needs no profile, no network"
    )
    verify.add_argument("file", help="like kaga.cborseq or kaga.roadmap, a postcard's text, or a photo of its codes")
    verify.add_argument("--code", default="", metavar="CODE", help="a printed report's code: what state it stands for")
    verify.add_argument("--alliance", default="", metavar="FILE", help="a trust file, to judge whose changes count")
    verify.add_argument("--alliance-id", default="", metavar="ID", help="the alliance that the file must belong to")


def _keeping(verb: Verb) -> None:
    backups = verb("backups", "the copies of the data that are kept, each opened and read")
    backups.add_argument("--make", action="store_true", help="make one now")
    restore = verb("restore", "go back to a backup; the data as it is now is kept beside it")
    restore.add_argument("name", help="as `backups` shows it")
    restore.add_argument("--into", default="", metavar="DIR", help="restore into a new profile, for another computer")
    restore.add_argument("--unprotected", action="store_true", help="with --into: the new profile is not protected")
    verb("recover", "mend data that can't be opened: from the newest good backup, or from what was not sent yet")


def _protecting(verb: Verb) -> None:
    protect = verb("protect", "show or change what opens this profile: a passphrase, the system's key store, both")
    sheet = verb("sheet", "print the recovery sheet: whoever has it opens this profile, keep it locked away")
    sheet.add_argument("--read", default="", metavar="FILE", help="open the profile with a sheet typed into a file")
    sheet.add_argument("--city", action="store_true", help="the sheet of the city's keys instead (for the city's lead)")
    for parser in (protect, sheet):
        parser.add_argument("--new-passphrase-file", default="", metavar="FILE", help="from now on this passphrase")
        parser.add_argument("--system", action="store_true", help="from now on a key in the system's key store")
        parser.add_argument("--unprotected", action="store_true", help="from now on nothing protects this profile")


def _carrying(verb: Verb) -> None:
    export = verb("export", "write what the alliance hasn't confirmed yet into a file, for a stick or a mail")
    export.add_argument("file", help="like kaga.roadmap")
    export.add_argument(
        "--for-city", default="", metavar="ID", help="what is carried for another city, on its way home"
    )
    export.add_argument("--whole", action="store_true", help="all of this city, for a computer that has nothing yet")
    taking = verb("import", "take in a file with updates; what belongs to other cities is carried on")
    taking.add_argument("file", nargs="?", default="", help="like kaga.roadmap")
    taking.add_argument("--preview", action="store_true", help="only show what is in it")
    taking.add_argument("--list", action="store_true", help="the files that were taken in within a week")
    taking.add_argument("--undo", type=int, default=0, metavar="N", help="take back the file with this number")
    verb("carry", "bring what is carried for other cities to the server, and fetch what it confirms")
    card = verb("postcard", "what isn't confirmed yet as a text to paste, when nothing else works")
    card.add_argument("--qr", default="", metavar="FILE", help="save it as QR codes: one picture, .png or .svg")
    card.add_argument(
        "--read", nargs="+", default=[], metavar="FILE", help="take one in, from files with its text or with photos"
    )
    card.add_argument("--preview", action="store_true", help="with --read: only show what is in it")
