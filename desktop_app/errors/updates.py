"""What can be wrong with updates that others made, and with files."""

from desktop_app.errors.texts import AGAIN, KEPT, NOTHING_TAKEN, SAVED, UPDATE, Texts
from desktop_app.i18n import mark

_BAD_UPDATE = Texts(
    mark("An update was refused"),
    mark("An update is damaged, or was changed on the way, and was refused."),
    NOTHING_TAKEN,
    AGAIN,
)

UPDATES: dict[str, Texts] = {
    "E-SIG": Texts(
        mark("An update was refused"),
        mark("This update was changed on the way, or was not signed by the person it names, and was refused."),
        NOTHING_TAKEN,
        AGAIN,
    ),
    "E-LOG-KEY": Texts(
        mark("An update was refused"),
        mark("An update was signed by another computer than the one it names."),
        NOTHING_TAKEN,
        AGAIN,
    ),
    "E-CHAIN": _BAD_UPDATE,
    "E-DECODE": _BAD_UPDATE,
    "E-ENVELOPE": _BAD_UPDATE,
    "E-LIMIT": _BAD_UPDATE,
    "E-POSSESSION": _BAD_UPDATE,
    "E-SCHEMA": _BAD_UPDATE,
    "E-SIZE": _BAD_UPDATE,
    "E-TIME": _BAD_UPDATE,
    "E-FORK": Texts(
        mark("A computer seems to exist twice"),
        mark("Two different updates bear one number, as when a data folder was copied to another computer."),
        mark("Both updates are kept and count."),
        mark("Use the program on one of the two only, and tell your city's lead."),
    ),
    "E-BODY": Texts(
        mark("A private note can't be read"),
        mark("The note does not belong to this update, or this computer lacks the key for it."),
        KEPT,
        mark("Ask the lead of your city, who can give this computer the key."),
    ),
    "E-KEY-WEAK": Texts(
        mark("This key can't be accepted"),
        mark("The other computer's key is of a kind that anybody could imitate."),
        NOTHING_TAKEN,
        mark("Have the other computer set up again with the program from its official source."),
    ),
    "E-NEWER-ENTRY": Texts(
        mark("Made by a newer program"),
        mark("A colleague's newer program wrote something that this one can't read yet. It is kept aside."),
        SAVED,
        UPDATE,
    ),
    "E-FILE": Texts(
        mark("This file can't be used"),
        mark("The file is missing, damaged, or of another kind: {path}"),
        NOTHING_TAKEN,
        mark("Choose another file, or ask the sender for it again."),
    ),
    "E-EXPORT": Texts(
        mark("The file was not written"),
        mark("The file could not be written: {path}"),
        mark("A file that was there before is unchanged. Your data is unchanged."),
        mark("Close the file in other programs, or choose another name or folder."),
    ),
}
