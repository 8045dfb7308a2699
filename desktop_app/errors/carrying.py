"""What can be wrong with what people carry or paste: files with updates, and postcards."""

from desktop_app.errors.texts import AGAIN, NOTHING_TAKEN, OLD, Texts
from desktop_app.i18n import mark

CARRYING: dict[str, Texts] = {
    "E-BUNDLE": Texts(
        mark("This is not a file with updates"),
        mark("The file is damaged, or of another kind."),
        NOTHING_TAKEN,
        mark("Choose another file, or ask the sender for it again."),
    ),
    "E-BUNDLE-CUT": Texts(
        mark("The file is incomplete"),
        mark("The file ends too early, as when copying was broken off."),
        NOTHING_TAKEN,
        mark("Copy it again. If that doesn't help, ask the sender for the file again."),
    ),
    "E-BUNDLE-KEY": Texts(
        mark("This file was confirmed by a server that your alliance doesn't name"),
        mark("A confirmation of {city}, signed on {date}, bears a key that the alliance's documents don't name."),
        NOTHING_TAKEN,
        mark("Ask the alliance's secretariat for the newest trust file, or the sender for a file from your alliance."),
    ),
    "E-BUNDLE-SIZE": Texts(
        mark("This file is too large"),
        mark("The file holds more than it says, or more than the program takes at once."),
        NOTHING_TAKEN,
        AGAIN,
    ),
    "E-BUNDLE-WRITE": Texts(
        mark("Not finished: do not carry this file"),
        mark("The file could not be written: {path}"),
        mark("Everything you wrote is saved on this computer, and still waits to be sent."),
        mark("Check that the stick is plugged in and has room, then write the file again."),
    ),
    "E-CITY-UNKNOWN": Texts(
        mark("The alliance's server does not know this city"),
        mark("Updates of {city} could not be delivered: the city is not on the server's list."),
        mark("They stay on this computer and are offered again."),
        mark("Tell the alliance's secretariat the city's name."),
    ),
    "E-NOTHING-CARRIED": Texts(
        mark("There is nothing to carry for this city"),
        mark("This computer holds neither updates nor confirmations of {city}."),
        OLD,
        mark("Take in a file of that city first, or choose another city."),
    ),
    "E-TAKEN-BACK": Texts(
        mark("This can't be taken back any more"),
        mark("The file was taken back already, or was taken in more than a week ago."),
        OLD,
        mark("Look at the list of files that were taken in."),
    ),
    "E-POSTCARD": Texts(
        mark("This is not a postcard"),
        mark("The text is mistyped, damaged, or of another kind."),
        NOTHING_TAKEN,
        mark("Copy the whole text again, from its first line to its last."),
    ),
    "E-POSTCARD-CUT": Texts(
        mark("The postcard is incomplete"),
        mark("Parts of the postcard are missing: {missing}"),
        NOTHING_TAKEN,
        mark("Add the missing part, or copy the whole text again."),
    ),
    "E-POSTCARD-MIXED": Texts(
        mark("These parts belong to different postcards"),
        mark("The parts do not fit together."),
        NOTHING_TAKEN,
        mark("Take in one postcard after the other."),
    ),
    "E-POSTCARD-SIZE": Texts(
        mark("This is too much for a postcard"),
        mark("A postcard has room for a few changes only."),
        OLD,
        mark("Save the changes to a file, or send them over a connection."),
    ),
    "E-PICTURE": Texts(
        mark("This picture can't be read"),
        mark("The file is no picture, a damaged one, or of a kind that the program doesn't read."),
        NOTHING_TAKEN,
        mark("Save the picture as PNG or JPEG, or paste the postcard's text instead."),
    ),
    "E-PICTURE-CODE": Texts(
        mark("No code was found in the picture"),
        mark("The picture has no QR code in it that is sharp and whole."),
        NOTHING_TAKEN,
        mark("Take the photo again: closer, straight from above, in good light. Or paste the postcard's text instead."),
    ),
    "E-PICTURE-KIND": Texts(
        mark("A picture is saved as PNG or SVG"),
        mark("The name of the file says neither of the two kinds."),
        OLD,
        mark("End the file's name with .png or .svg."),
    ),
    "E-PICTURE-SIZE": Texts(
        mark("This picture is too large"),
        mark("The picture has more points, or more bytes, than the program opens."),
        NOTHING_TAKEN,
        mark("Take the photo in a smaller size, or cut out the part with the codes."),
    ),
    "E-PRINTED-CODE": Texts(
        mark("This is not the code of a report"),
        mark("The code was not typed as it was printed: a sign is wrong or missing."),
        OLD,
        mark("Type the code again: four groups of four signs, and one more."),
    ),
}
