"""What can go wrong on this computer: the disk, the data folder, the key, the program itself."""

from desktop_app.errors.texts import KEPT, OLD, UPDATE, Texts
from desktop_app.i18n import mark

_OWN_DISK = mark("Move the folder to this computer's own disk, to a place that is not shared, and open it there.")

COMPUTER: dict[str, Texts] = {
    "E-INTERNAL": Texts(
        mark("Something went wrong in the program"),
        mark("This is a mistake in the program, not yours. It has been written down as incident {incident}."),
        KEPT,
        mark("Try again. If it happens again, give the incident number to the people who support you."),
    ),
    "E-DISK": Texts(
        mark("Not saved: the disk is full"),
        mark("There is no room left on the disk of this computer."),
        mark("Your text is still in the window. What was saved before is unchanged."),
        mark("Make some room, then save again."),
    ),
    "E-IO": Texts(
        mark("Not saved: the disk does not answer"),
        mark("The disk of this computer reported a fault."),
        mark("Your text is still in the window. What was saved before is unchanged."),
        mark("Try again. Make a copy of your data soon, and show this message to the people who look after computers."),
    ),
    "E-LOCKED": Texts(
        mark("Not saved: the file is in use or protected"),
        mark("Another program holds the file, or this folder does not allow writing."),
        mark("Your text is still in the window. What was saved before is unchanged."),
        mark("Wait a moment and try again. If it stays, show this message to the people who look after computers."),
    ),
    "E-RUNNING": Texts(
        mark("The program is open already"),
        mark("Another window of the program uses the same data."),
        OLD,
        mark("Go on in the window that is open."),
    ),
    "E-NO-PROFILE": Texts(
        mark("There is no data here yet"),
        mark("This folder holds no city's data: {path}"),
        OLD,
        mark("Begin with the first step of the program, or choose the right folder."),
    ),
    "E-PROFILE-EXISTS": Texts(
        mark("There is data here already"),
        mark("This folder holds a city's data already: {path}"),
        OLD,
        mark("Open it, or choose another folder for a new one."),
    ),
    "E-CITY-ID": Texts(
        mark("There is no such city"),
        mark("This is not the short name of a city: {city}"),
        OLD,
        mark("Choose a city from the list, or add a new one with its name and country."),
    ),
    "E-DAMAGED": Texts(
        mark("The data file is damaged"),
        mark("The file can't be read as the program's data: {path}"),
        mark("The file was not changed."),
        mark("Keep the file. Restore a backup, or ask the people who support you."),
    ),
    "E-NEWER": Texts(
        mark("This data was made by a newer program"),
        mark("A newer version of the program has used this data. This version shows it and exports what was signed."),
        mark("Nothing can be changed here, so nothing of it is lost."),
        UPDATE,
    ),
    "E-PATH": Texts(
        mark("This folder can't be used"),
        mark("The program can't keep its data in this folder: {path}"),
        OLD,
        mark("Choose a folder on this computer's own disk, with a shorter name."),
    ),
    "E-PATH/CLOUD": Texts(
        mark("A folder that is copied to the cloud can't be used"),
        mark("Another program copies this folder to other computers, and would damage the data: {path}"),
        OLD,
        _OWN_DISK,
    ),
    "E-PATH/NETWORK": Texts(
        mark("A folder on the network can't be used"),
        mark("This folder lies on another computer, and a broken line would damage the data: {path}"),
        OLD,
        _OWN_DISK,
    ),
    "E-PATH/PROTECTED": Texts(
        mark("The program may not write in this folder"),
        mark("The system does not allow writing here: {path}"),
        OLD,
        mark("Choose a folder of your own, or show this message to the people who look after your computers."),
    ),
    "E-KEY": Texts(
        mark("This data belongs to another installation"),
        mark("The key that lies beside the data is missing, or does not fit it."),
        mark("The data was not changed."),
        mark("Put the whole data folder back as it was, or restore a backup."),
    ),
}
