"""What went wrong, as words for people: title, what happened, what is safe, what to do, and a stable code.

Exceptions become words here and nowhere else. No traceback, no jargon, no text of a server gets through.
"""

import errno
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from desktop_app import log
from desktop_app.i18n import _, mark


class AppError(Exception):
    """What the environment did, or a refusal that a person has to read; bugs stay ordinary exceptions."""

    def __init__(self, code: str, **holes: str | int) -> None:
        """`holes` fill the sentences of the code; `reason` chooses between the sentences of one code."""
        super().__init__(code)
        self.code = code
        self.holes: dict[str, str | int] = dict(holes)

    @property
    def words(self) -> "Words":
        return describe(self.code, self.holes)


@dataclass(frozen=True, slots=True)
class Words:
    """One problem in the reader's language."""

    title: str
    what_happened: str
    what_is_safe: str
    what_next: str
    code: str


def describe(code: str, holes: Mapping[str, str | int] | None = None) -> Words:
    """The words for a code; one that this program doesn't know yet gets words that are true of any problem."""
    filled = _Holes(holes or {})
    texts = _TEXTS.get(f"{code}/{filled['reason']}") or _TEXTS.get(code) or _UNKNOWN
    title, happened, safe, following = (_(text).format_map(filled) for text in texts)
    return Words(title, happened, safe, following, code)


def explain(error: BaseException) -> Words:
    """The words for any exception; one that nobody expected is written to the log under an incident number."""
    if isinstance(error, AppError):
        return error.words
    if isinstance(error, ssl.SSLError):
        return describe("E-TLS")
    if isinstance(error, OSError):
        return describe(
            _CODES_BY_ERRNO.get(error.errno or 0, "E-IO"),
            {"path": str(error.filename or "")},
        )
    return describe("E-INTERNAL", {"incident": log.incident(error)})


_CODES_BY_ERRNO = {
    errno.ENOSPC: "E-DISK",
    errno.EDQUOT: "E-DISK",
    errno.EACCES: "E-LOCKED",
    errno.EPERM: "E-LOCKED",
    errno.EROFS: "E-LOCKED",
    errno.ENAMETOOLONG: "E-PATH",
}


class _Holes(dict[str, str | int]):
    def __missing__(self, key: str) -> str:
        return "?"


class _Texts(NamedTuple):
    title: str
    what_happened: str
    what_is_safe: str
    what_next: str


_SAVED = mark("Everything you wrote is saved on this computer, and you can go on working.")
_WAITING = mark("Everything you wrote is saved on this computer and will be sent later.")
_OLD = mark("Your data is unchanged.")
_KEPT = mark("What was saved before is unchanged.")
_NOTHING_TAKEN = mark("Nothing was taken over. Your own data is unchanged.")
_RETRY = mark("The program tries again by itself. You don't need to do anything.")
_ADMINISTRATOR = mark("Show this message to the people who look after your computers.")
_ALLIANCE = mark("Tell the alliance's secretariat, and give them the code below.")
_AGAIN = mark("Ask the sender for the file again.")
_UPDATE = mark("Please update the program.")

_UNKNOWN = _Texts(
    mark("Something did not work"),
    mark("The program met a problem for which it has no explanation yet."),
    _SAVED,
    mark("Try again. If it happens again, give the code below to the people who support you."),
)

_BAD_UPDATE = _Texts(
    mark("An update was refused"),
    mark("An update is damaged, or was changed on the way, and was refused."),
    _NOTHING_TAKEN,
    _AGAIN,
)
_BAD_HEAD_NEXT = mark(
    "Go on working. Tell the alliance's secretariat; the program has kept the proof of what it was told."
)

_TEXTS: dict[str, _Texts] = {
    "E-INTERNAL": _Texts(
        mark("Something went wrong in the program"),
        mark("This is a mistake in the program, not yours. It has been written down as incident {incident}."),
        _KEPT,
        mark("Try again. If it happens again, give the incident number to the people who support you."),
    ),
    # The line
    "E-OFFLINE": _Texts(
        mark("No connection"),
        mark("The alliance's server could not be reached."),
        _WAITING,
        _RETRY,
    ),
    "E-PORTAL": _Texts(
        mark("This network wants you to log in first"),
        mark("Another page answered in place of the alliance's server, as in hotels and on guest networks."),
        mark("Nothing was sent. Everything you wrote is saved on this computer."),
        mark(
            "Open a web browser, log in to the network, then send again. If there is no such page, check the address."
        ),
    ),
    "E-REDIRECT": _Texts(
        mark("The server's address leads elsewhere"),
        mark("The address answered with a pointer to another place. The program does not follow such pointers."),
        mark("Nothing was sent. Everything you wrote is saved on this computer."),
        mark("Check the server's address with the person who gave it to you."),
    ),
    "E-TLS": _Texts(
        mark("The connection is not safe"),
        mark("The server could not prove that it is the alliance's server."),
        mark("Nothing was sent. Everything you wrote is saved on this computer."),
        _ADMINISTRATOR,
    ),
    "E-TLS/expired": _Texts(
        mark("The connection is not safe"),
        mark("The server's certificate has run out, or the clock of this computer is wrong."),
        mark("Nothing was sent. Everything you wrote is saved on this computer."),
        mark("Check date and time of this computer. If they are right, tell the people who run the server."),
    ),
    "E-TLS/name": _Texts(
        mark("The connection is not safe"),
        mark("The server's certificate belongs to another address."),
        mark("Nothing was sent. Everything you wrote is saved on this computer."),
        mark("Check the server's address with the person who gave it to you."),
    ),
    "E-TLS/issuer": _Texts(
        mark("The connection is not safe"),
        mark("Nobody whom this computer trusts vouches for the server's certificate."),
        mark("Nothing was sent. Everything you wrote is saved on this computer."),
        _ADMINISTRATOR,
    ),
    "E-TLS/version": _Texts(
        mark("The connection is not safe"),
        mark("The server, or a device between, offers only an outdated kind of protection."),
        mark("Nothing was sent. Everything you wrote is saved on this computer."),
        _ADMINISTRATOR,
    ),
    "E-PROXY": _Texts(
        mark("Your network's gateway refused"),
        mark("The gateway (proxy) between your network and the internet did not let the program through."),
        _WAITING,
        mark("Ask the people who look after your network for the address, name and password of the proxy."),
    ),
    "E-ENCODING": _Texts(
        mark("The answer was refused"),
        mark("The server, or a device between, sent its answer packed in a way that the program did not ask for."),
        mark("The answer was not opened. Everything you wrote is saved on this computer."),
        _ADMINISTRATOR,
    ),
    "E-REPLY": _Texts(
        mark("The answer could not be used"),
        mark("The server's answer was incomplete, too large, too slow, or not what the program expects."),
        _WAITING,
        _RETRY,
    ),
    "E-SERVER-BUSY": _Texts(
        mark("The server is busy"),
        mark("The alliance's server can't take anything at the moment."),
        _WAITING,
        _RETRY,
    ),
    "E-TOO-MANY": _Texts(
        mark("Too many requests"),
        mark("The server asks this computer to wait a while."),
        _WAITING,
        _RETRY,
    ),
    "E-REQUEST": _Texts(
        mark("The server did not understand"),
        mark("The server refused the request (answer {status})."),
        _WAITING,
        mark("Check the server's address, and whether there is a newer version of the program."),
    ),
    "E-ADDRESS": _Texts(
        mark("This is not a server's address"),
        mark("The address can't be used: {address}"),
        _OLD,
        mark("Type it as it was given to you. It begins with https:// and has no spaces."),
    ),
    "E-PORT": _Texts(
        mark("This is not a port"),
        mark("A port is a number from 1 to 65535. This was given: {port}"),
        _OLD,
        mark("Leave the port out, or ask the person who gave you the address."),
    ),
    "E-SERVER-CHANGED": _Texts(
        mark("This is another server than before"),
        mark("The server at this address signs with another key than the one that this computer came to know."),
        mark("Nothing was sent. Everything you wrote is saved on this computer."),
        _ALLIANCE,
    ),
    # Joining and membership
    "E-INVITE": _Texts(
        mark("This invitation can't be used"),
        mark("The invitation is mistyped, used already, too old, or meant for another city."),
        _SAVED,
        mark("Compare it letter by letter with what you were given, or ask for a new one."),
    ),
    "E-NOT-ADMITTED": _Texts(
        mark("This computer is not admitted yet"),
        mark("Nobody of your city has admitted this computer so far."),
        _WAITING,
        mark("Read out this computer's code to your city's lead, who can then admit it."),
    ),
    "E-NOT-JOINED": _Texts(
        mark("No server yet"),
        mark("This computer has not been connected with the alliance's server."),
        _SAVED,
        mark("Enter the server's address and your invitation on the page for sending and receiving."),
    ),
    "E-CODE": _Texts(
        mark("This is not a computer's code"),
        mark("The code is mistyped or incomplete."),
        _OLD,
        mark("Compare it group by group with what the other computer shows."),
    ),
    "E-NOT-LEAD": _Texts(
        mark("Only the city's lead may do this"),
        mark("This computer may not admit other computers."),
        _OLD,
        mark("Ask your city's lead."),
    ),
    "E-SCOPE": _Texts(
        mark("This computer may not do that"),
        mark("Only the city's lead may do this, or somebody whom the lead has given the right."),
        _OLD,
        mark("Ask your city's lead."),
    ),
    "E-CITY": _Texts(
        mark("This belongs to another city"),
        mark("The data is about another city than yours."),
        _NOTHING_TAKEN,
        mark("Check that you chose the right file and the right profile."),
    ),
    "E-ALLIANCE": _Texts(
        mark("This belongs to another alliance"),
        mark("The data or the server belongs to another alliance than yours."),
        _NOTHING_TAKEN,
        mark("Check that you chose the right file, or the right address."),
    ),
    # What the server claims
    "E-HEAD-ROLLBACK": _Texts(
        mark("The server shows less than before"),
        mark("The server has signed a list of your city's changes that is shorter than an earlier one."),
        _WAITING,
        _BAD_HEAD_NEXT,
    ),
    "E-HEAD-SPLIT": _Texts(
        mark("The server tells two stories"),
        mark("The server has signed two different lists of your city's changes for the same moment."),
        _WAITING,
        _BAD_HEAD_NEXT,
    ),
    "E-HEAD-ROOT": _Texts(
        mark("The server's list does not fit"),
        mark("What the server has signed does not agree with the changes that this computer holds."),
        _WAITING,
        _BAD_HEAD_NEXT,
    ),
    "E-HEAD": _Texts(
        mark("The server's confirmation is not valid"),
        mark("The server's confirmation is missing or was not signed with the alliance's key."),
        _WAITING,
        _ALLIANCE,
    ),
    "E-RECEIPT": _Texts(
        mark("Not confirmed"),
        mark("The server did not confirm all that was sent, or confirmed something else."),
        mark("What was not confirmed stays on the list of what is to be sent."),
        mark("The program sends it again by itself. If this message stays, tell the alliance's secretariat."),
    ),
    # Updates and files
    "E-SIG": _Texts(
        mark("An update was refused"),
        mark("This update was changed on the way, or was not signed by the person it names, and was refused."),
        _NOTHING_TAKEN,
        _AGAIN,
    ),
    "E-LOG-KEY": _Texts(
        mark("An update was refused"),
        mark("An update was signed by another computer than the one it names."),
        _NOTHING_TAKEN,
        _AGAIN,
    ),
    "E-CHAIN": _BAD_UPDATE,
    "E-DECODE": _BAD_UPDATE,
    "E-ENVELOPE": _BAD_UPDATE,
    "E-LIMIT": _BAD_UPDATE,
    "E-POSSESSION": _BAD_UPDATE,
    "E-SCHEMA": _BAD_UPDATE,
    "E-SIZE": _BAD_UPDATE,
    "E-TIME": _BAD_UPDATE,
    "E-KEY-WEAK": _Texts(
        mark("This key can't be accepted"),
        mark("The other computer's key is of a kind that anybody could imitate."),
        _NOTHING_TAKEN,
        mark("Have the other computer set up again with the program from its official source."),
    ),
    "E-TEXT": _Texts(
        mark("This text can't be saved"),
        mark("It holds hidden characters that could make it read as something else."),
        mark("Your text is still in the window."),
        mark("Type the text by hand, or paste it without its formatting."),
    ),
    "E-NAME": _Texts(
        mark("This name can't be used"),
        mark("A name has from 1 to 200 characters, on one line."),
        mark("Your text is still in the window."),
        mark("Change the name."),
    ),
    "E-TOO-LONG": _Texts(
        mark("This text is too long"),
        mark("There is room for {longest} characters."),
        mark("Your text is still in the window."),
        mark("Shorten the text."),
    ),
    "E-DATE": _Texts(
        mark("This is not a date"),
        mark("The date can't be read."),
        _OLD,
        mark("Write year, month and day, like 2026-12-31."),
    ),
    "E-PLAN": _Texts(
        mark("An action needs a text"),
        mark("The text of the action is empty."),
        _OLD,
        mark("Say in a few words what is to be done."),
    ),
    "E-CHOICE": _Texts(
        mark("This is not one of the choices"),
        mark("What was chosen is not on the list."),
        _OLD,
        mark("Look at the list again, then choose."),
    ),
    "E-TWO-ANSWERS": _Texts(
        mark("Two answers stand side by side"),
        mark("This question has two answers, and one of them has to be chosen first: {question}"),
        _OLD,
        mark("Choose one of the two, or write a third."),
    ),
    "E-NEWER-ENTRY": _Texts(
        mark("Made by a newer program"),
        mark("A colleague's newer program wrote something that this one can't read yet. It is kept aside."),
        _SAVED,
        _UPDATE,
    ),
    "E-FILE": _Texts(
        mark("This file can't be used"),
        mark("The file is missing, damaged, or of another kind: {path}"),
        _NOTHING_TAKEN,
        mark("Choose another file, or ask the sender for it again."),
    ),
    "E-EXPORT": _Texts(
        mark("The file was not written"),
        mark("The file could not be written: {path}"),
        mark("A file that was there before is unchanged. Your data is unchanged."),
        mark("Close the file in other programs, or choose another name or folder."),
    ),
    "E-ANSWER": _Texts(
        mark("This answer doesn't fit the question"),
        mark("The answer is not one of those that the question allows."),
        mark("The earlier answer is unchanged."),
        mark("Choose one of the answers that are offered."),
    ),
    "E-QUESTION": _Texts(
        mark("There is no such question"),
        mark("The questionnaire has no question with this name: {question}"),
        _OLD,
        mark("Check the name of the question."),
    ),
    "E-POLICY": _Texts(
        mark("There is no such policy"),
        mark("The questionnaire has no policy with this name: {policy}"),
        _OLD,
        mark("Check the name of the policy."),
    ),
    "E-USAGE": _Texts(
        mark("The command was not understood"),
        mark("Something is missing from the command, or there is too much of it."),
        _OLD,
        mark("Add --help to see what the command takes."),
    ),
    "E-SETTLED": _Texts(
        mark("The answers have changed meanwhile"),
        mark("Somebody has settled this question already, or another answer has arrived."),
        _OLD,
        mark("Look at the question again, then choose."),
    ),
    # This computer
    "E-DISK": _Texts(
        mark("Not saved: the disk is full"),
        mark("There is no room left on the disk of this computer."),
        mark("Your text is still in the window. What was saved before is unchanged."),
        mark("Make some room, then save again."),
    ),
    "E-IO": _Texts(
        mark("Not saved: the disk does not answer"),
        mark("The disk of this computer reported a fault."),
        mark("Your text is still in the window. What was saved before is unchanged."),
        mark("Try again. Make a copy of your data soon, and show this message to the people who look after computers."),
    ),
    "E-LOCKED": _Texts(
        mark("Not saved: the file is in use or protected"),
        mark("Another program holds the file, or this folder does not allow writing."),
        mark("Your text is still in the window. What was saved before is unchanged."),
        mark("Wait a moment and try again. If it stays, show this message to the people who look after computers."),
    ),
    "E-RUNNING": _Texts(
        mark("The program is open already"),
        mark("Another window of the program uses the same data."),
        _OLD,
        mark("Go on in the window that is open."),
    ),
    "E-NO-PROFILE": _Texts(
        mark("There is no data here yet"),
        mark("This folder holds no city's data: {path}"),
        _OLD,
        mark("Begin with the first step of the program, or choose the right folder."),
    ),
    "E-PROFILE-EXISTS": _Texts(
        mark("There is data here already"),
        mark("This folder holds a city's data already: {path}"),
        _OLD,
        mark("Open it, or choose another folder for a new one."),
    ),
    "E-CITY-ID": _Texts(
        mark("There is no such city"),
        mark("This is not the short name of a city: {city}"),
        _OLD,
        mark("Choose a city from the list, or add a new one with its name and country."),
    ),
    "E-DAMAGED": _Texts(
        mark("The data file is damaged"),
        mark("The file can't be read as the program's data: {path}"),
        mark("The file was not changed."),
        mark("Keep the file. Restore a backup, or ask the people who support you."),
    ),
    "E-NEWER": _Texts(
        mark("This data was made by a newer program"),
        mark("A newer version of the program has used this data. This version can't open it."),
        _OLD,
        _UPDATE,
    ),
    "E-PATH": _Texts(
        mark("This folder can't be used"),
        mark("The program can't keep its data in this folder: {path}"),
        _OLD,
        mark("Choose a folder on this computer's own disk, with a shorter name."),
    ),
    "E-KEY-FILE": _Texts(
        mark("The key file can't be used"),
        mark("The file that holds this computer's key is missing or damaged."),
        mark("The data was not changed."),
        mark("Put the whole data folder back as it was, or restore a backup."),
    ),
    "E-KEY": _Texts(
        mark("This data belongs to another installation"),
        mark("The key that lies beside the data is missing, or does not fit it."),
        mark("The data was not changed."),
        mark("Put the whole data folder back as it was, or restore a backup."),
    ),
}

CODES = frozenset(key.partition("/")[0] for key in _TEXTS)
"""Every code that has words of its own."""
