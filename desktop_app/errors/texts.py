"""The form of every problem's words, and the sentences that many problems share."""

from typing import NamedTuple

from desktop_app.i18n import mark


class Texts(NamedTuple):
    """One problem in English, with named holes; not translated yet."""

    title: str
    what_happened: str
    what_is_safe: str
    what_next: str


SAVED = mark("Everything you wrote is saved on this computer, and you can go on working.")
WAITING = mark("Everything you wrote is saved on this computer and will be sent later.")
OLD = mark("Your data is unchanged.")
KEPT = mark("What was saved before is unchanged.")
NOTHING_TAKEN = mark("Nothing was taken over. Your own data is unchanged.")
RETRY = mark("The program tries again by itself. You don't need to do anything.")
ADMINISTRATOR = mark("Show this message to the people who look after your computers.")
ALLIANCE = mark("Tell the alliance's secretariat, and give them the code below.")
AGAIN = mark("Ask the sender for the file again.")
UPDATE = mark("Please update the program.")
