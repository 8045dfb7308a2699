"""What can go wrong with keeping the data: backups, restoring, upgrades, and folders that lose what is kept in them."""

from desktop_app.errors.texts import OLD, Texts
from desktop_app.i18n import mark

_BACKUP = mark("The backup was not made")
_FORMER = mark("Your data is unchanged, and so are the earlier backups.")

KEEPING: dict[str, Texts] = {
    "E-BACKUP": Texts(
        _BACKUP,
        mark("The copy in this folder could not be finished, or did not hold what your data holds: {path}"),
        _FORMER,
        mark(
            "The program tries again the next time it starts. If this stays, show this message to your administrator."
        ),
    ),
    "E-BACKUP/E-DISK": Texts(
        _BACKUP,
        mark("There is not enough room on the disk for a backup in this folder: {path}"),
        _FORMER,
        mark("Make some room. The program tries again the next time it starts."),
    ),
    "E-BACKUP/E-DAMAGED": Texts(
        mark("The data file is damaged in places"),
        mark("A backup could not be made, because parts of the data file can't be read. Backups are in: {path}"),
        mark("Nothing was deleted, and the earlier backups are as they were."),
        mark("Close the program, and restore the newest good backup. The damaged file is kept beside it."),
    ),
    "E-NO-BACKUP": Texts(
        mark("There is no such backup"),
        mark("No backup of this profile has this name: {backup}"),
        OLD,
        mark("Look at the list of backups, then choose one."),
    ),
    "E-BACKUP-DAMAGED": Texts(
        mark("This backup is damaged"),
        mark("The backup can't be read whole, so it was not restored: {backup}"),
        OLD,
        mark("Restore another backup. The next older one is often good."),
    ),
    "E-NO-GOOD-BACKUP": Texts(
        mark("No good backup was found"),
        mark("The data file is damaged, and no backup on this computer can be restored: {path}"),
        mark("Nothing was deleted. The damaged file and the other files of the folder are as they were."),
        mark("Keep the folder. Show this message to the people who support you."),
    ),
    "E-RESTORED": Texts(
        mark("Your data is back"),
        mark("The program went back to this backup, and laid over it what was written since: {backup}"),
        mark("The damaged file was kept, and lies here: {path}"),
        mark("Look over your last answers. Changes that came back from the second copy: {count}"),
    ),
    "E-RESTORED/CHOSEN": Texts(
        mark("The backup is in its place"),
        mark("The program went back to this backup, and laid over it what was written since and not sent: {backup}"),
        mark("The data as it was before is kept, and lies here: {path}"),
        mark("Send and receive once: what was sent since comes back from the server. Changes brought back: {count}"),
    ),
    "E-RESTORED/WITHOUT_LOG": Texts(
        mark("Your data is back"),
        mark("A file lay beside your data that does not belong to it, and hid it."),
        mark("That file was kept, and lies here: {path}"),
        mark("Look over your last answers. Changes that came back from the second copy: {count}"),
    ),
    "E-RESTORED/REBUILT": Texts(
        mark("What you had not sent yet is back"),
        mark("There was no good backup, so the program began anew with the second copy of what was not sent."),
        mark("The damaged file was kept, and lies here: {path}"),
        mark("Send and receive once: everything else comes back from the server."),
    ),
    "E-CHECK": Texts(
        mark("The weekly check found something"),
        mark("Parts of the data file can't be read, or do not fit each other: {path}"),
        mark("Nothing was deleted, and the earlier backups are as they were."),
        mark("Close the program, and restore the newest good backup. The damaged file is kept beside it."),
    ),
    "E-CHECK/PROJECTION": Texts(
        mark("The weekly check put something right"),
        mark("What the pages show did not agree with what was signed, so it was made anew from what was signed."),
        mark("Nothing that you wrote was changed."),
        mark("Close the program and open it again. If this stays, show this message to the people who support you."),
    ),
    "E-NO-ROOM": Texts(
        mark("There is not enough room to bring your data up to date"),
        mark("This version of the program keeps data in a new form. The disk needs {megabytes} MB more for that."),
        mark("Nothing was begun. Your data is unchanged."),
        mark("Make some room, then open the program again."),
    ),
    "E-UPGRADE": Texts(
        mark("Your data could not be brought up to date"),
        mark("This version of the program keeps data in a new form, and something in your data did not fit it."),
        mark("Nothing was changed. A backup made just before is kept under this name: {backup}"),
        mark("Go on with the earlier version of the program, and show this message to the people who support you."),
    ),
    "E-SCHEMA-STATE": Texts(
        mark("The data file contradicts itself"),
        mark("The file says in two places which version of the program made it, and the two differ: {path}"),
        mark("The file was not changed."),
        mark("Restore the newest backup, or show this message to the people who support you."),
    ),
}
