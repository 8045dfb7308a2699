"""What can be wrong with a file that is attached to evidence, and with its way to colleagues."""

from desktop_app.errors.texts import OLD, RETRY, Texts
from desktop_app.i18n import mark

_NOT_ATTACHED = mark("The file stays where it was. The evidence is unchanged.")
_ENTRIES_WENT = mark("Answers, notes and evidence are not held up by this. The file is safe on this computer.")

ATTACHING: dict[str, Texts] = {
    "E-ATTACH-TYPE": Texts(
        mark("A file of this kind can't be attached"),
        mark("It is not what its name says, or it could run something when it is opened: {path}"),
        _NOT_ATTACHED,
        mark("Save it as PDF, PNG, JPEG, text or CSV, or as a Word or Excel file without macros, and attach that."),
    ),
    "E-ATTACH-SIZE": Texts(
        mark("This file is too large"),
        mark("A file may have at most {largest} bytes."),
        _NOT_ATTACHED,
        mark("Attach the pages that matter, or say in the evidence where the whole document is kept."),
    ),
    "E-ATTACH-CHANGED": Texts(
        mark("The file changed while it was read"),
        mark("Another program was still writing to it: {path}"),
        _NOT_ATTACHED,
        mark("Close the file in other programs, then attach it again."),
    ),
    "E-ATTACH-NONE": Texts(
        mark("No file is attached here"),
        mark("This evidence says what the document is, but nobody attached the file."),
        OLD,
        mark("Attach it, or ask the colleague who has the document."),
    ),
    "E-ATTACH-AWAY": Texts(
        mark("The file is not on this computer yet"),
        mark("It was asked for, and has not come yet, or not all of it."),
        OLD,
        mark("Send and receive once more. What has come already is kept and doesn't come twice."),
    ),
    "E-ATTACH-WRONG": Texts(
        mark("What came is not the file that was attached"),
        mark("The server sent other bytes than the file's. They were refused, and nothing of them was kept."),
        OLD,
        mark("The program tries again in an hour. If this message stays, tell the alliance's secretariat."),
    ),
    "E-ATTACH-ABSENT": Texts(
        mark("The server doesn't have this file yet"),
        mark("The colleague's computer that attached it has not sent it yet, or holds it back."),
        OLD,
        RETRY,
    ),
    "E-ATTACH-REFUSED": Texts(
        mark("The server didn't take the file"),
        mark("The server says that what it got is not the file, or that it is too large for it."),
        _ENTRIES_WENT,
        mark("The program tries again in an hour. If this message stays, tell the alliance's secretariat."),
    ),
    "E-ATTACH-ROOM": Texts(
        mark("There is no room on the server for more files of your city"),
        mark("The files of your city take all the room that the server has for them."),
        _ENTRIES_WENT,
        mark("Ask the people who run the server for more room."),
    ),
}
