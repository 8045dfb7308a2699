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
        mark("This file was made for somebody else"),
        mark("The file is locked, and this computer doesn't have the key for it."),
        NOTHING_TAKEN,
        mark("Ask the sender to make the file for you."),
    ),
    "E-BUNDLE-SIZE": Texts(
        mark("This file is too large"),
        mark("The file holds more than it says, or more than the program takes at once."),
        NOTHING_TAKEN,
        AGAIN,
    ),
    "E-POSTCARD": Texts(
        mark("This is not a postcard"),
        mark("The text is mistyped, damaged, or of another kind."),
        NOTHING_TAKEN,
        mark("Copy the whole text again, from its first line to its last."),
    ),
    "E-POSTCARD-CUT": Texts(
        mark("The postcard is incomplete"),
        mark("A part of the postcard is missing."),
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
}
