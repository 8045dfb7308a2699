"""What can go wrong with what protects a profile: the vault, the system's key store, the passphrase."""

from desktop_app.errors.texts import OLD, Texts
from desktop_app.i18n import mark

_CLOSED = mark("Your data is as it was, and stays closed.")
_NO_KEY = mark("The system's key store did not give the key")
_TYPE_SHEET = mark("Try again. If it stays like this, open the profile with its recovery sheet.")
_NOT_CHOSEN = mark("This passphrase can't be used")

PROTECTION: dict[str, Texts] = {
    "E-VAULT": Texts(
        mark("The file with this computer's keys is damaged"),
        mark("Neither the file nor its copy can be read: {path}"),
        mark("Your data is as it was. Without the keys nobody can read it."),
        mark("Open the profile with its recovery sheet, or put the whole data folder back from a copy."),
    ),
    "E-KDF": Texts(
        mark("The file with this computer's keys was changed"),
        mark("It asks for a computation that this program never asks for ({megabytes} MB), so it was not done."),
        _CLOSED,
        mark("Show this message to the people who look after your computers. The recovery sheet opens the profile."),
    ),
    "E-KEYRING": Texts(
        _NO_KEY,
        mark("The key of this profile lies in the system's key store, and that did not answer."),
        _CLOSED,
        _TYPE_SHEET,
    ),
    "E-KEYRING/ABSENT": Texts(
        mark("This computer has no key store"),
        mark("The system offers no place for keys that the program can use here."),
        OLD,
        mark("Choose a passphrase instead, or open the profile with its recovery sheet."),
    ),
    "E-KEYRING/DENIED": Texts(
        _NO_KEY,
        mark("The key store is locked, or somebody refused the program access to it."),
        _CLOSED,
        mark("Try again and allow access. Or choose a passphrase instead, or use the recovery sheet."),
    ),
    "E-KEYRING/MAC": Texts(
        _NO_KEY,
        mark("After an update macOS asks whether Waymark may use its own key. It was not allowed, or nobody answered."),
        _CLOSED,
        mark("Try again, and choose “Always Allow” in the question of macOS. It may ask for your login password."),
    ),
    "E-KEYRING/GONE": Texts(
        mark("The key of this profile is not in the system's key store"),
        mark("It was removed there, or the folder comes from another computer or another person's account."),
        _CLOSED,
        mark("Open the profile with its recovery sheet. Without it, begin anew here and receive what was sent."),
    ),
    "E-KEYRING/OTHER": Texts(
        mark("The system's key store gave another key"),
        mark("What lies there under the name of this profile does not open it."),
        _CLOSED,
        mark("Open the profile with its recovery sheet. Without it, begin anew here and receive what was sent."),
    ),
    "E-PASSPHRASE": Texts(
        mark("This profile is locked"),
        mark("It opens with the passphrase that was chosen on this computer."),
        _CLOSED,
        mark("Type the passphrase."),
    ),
    "E-PASSPHRASE/WRONG": Texts(
        mark("The passphrase does not fit"),
        mark("With what was typed this profile does not open."),
        _CLOSED,
        mark("Look at capital letters and the language of the keyboard, then type it again."),
    ),
    "E-PASSPHRASE/SHORT": Texts(
        _NOT_CHOSEN,
        mark("It is too short: others could try them all."),
        OLD,
        mark("Choose at least {shortest} characters. Four or five words that belong together only for you are good."),
    ),
    "E-PASSPHRASE/LONG": Texts(
        _NOT_CHOSEN,
        mark("It is too long."),
        OLD,
        mark("Choose at most {longest} characters."),
    ),
    "E-PASSPHRASE/COMMON": Texts(
        _NOT_CHOSEN,
        mark("Many people use it, so others would try it first."),
        OLD,
        mark("Choose another one. Four or five words that belong together only for you are good."),
    ),
    "E-PASSPHRASE/TWICE": Texts(
        _NOT_CHOSEN,
        mark("The two fields differ."),
        OLD,
        mark("Type the same passphrase in both fields."),
    ),
    "E-LOCK-OPEN": Texts(
        mark("The profile could not be closed"),
        mark("What you typed last could not be saved, so the profile is still open behind this screen."),
        mark("Nobody sees it before it is unlocked. What was saved before stays as it is."),
        mark("Unlock it and look at what could not be saved."),
    ),
    "E-SHEET": Texts(
        mark("This is not the recovery sheet of this profile"),
        mark("The groups were read, but they don't open the data that lies here."),
        _CLOSED,
        mark("Look for the sheet with the name of this profile, or ask the people who support you."),
    ),
    "E-SHEET/OLD": Texts(
        mark("This sheet is from before this computer got a new key"),
        mark("The computer was removed from its city and came back with another key. The sheet holds the former one."),
        _CLOSED,
        mark("Type the sheet that was printed afterwards, or open the profile with what protects it now."),
    ),
    "E-SHEET/COUNT": Texts(
        mark("The sheet is not complete"),
        mark("A sheet has {rows} groups of signs, and other ones or not all of them were typed."),
        _CLOSED,
        mark("Type all groups, in the order of their numbers."),
    ),
    "E-SHEET/ROW": Texts(
        mark("A group of the sheet was not typed as it is printed"),
        mark("Group {row} does not fit its last sign."),
        _CLOSED,
        mark("Compare that group with the sheet, then try again."),
    ),
    "E-CITY-SHEET": Texts(
        mark("This is no recovery sheet of your city"),
        mark("The groups were read, but no key of your city fits them."),
        OLD,
        mark("Receive once, so that all of your city is here. Then compare the sheet: it bears the name of your city."),
    ),
    "E-CITY-SHEET/NONE": Texts(
        mark("Your city has no key yet"),
        mark("Nothing was sealed so far, so there is nothing to print."),
        OLD,
        mark("Send and receive once, then try again."),
    ),
    "E-CITY-SHEET/COUNT": Texts(
        mark("The sheet is not complete"),
        mark("A key has 13 groups of signs, and other ones or not all of them were typed."),
        OLD,
        mark("Type all groups, in the order of their numbers."),
    ),
}
