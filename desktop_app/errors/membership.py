"""What can go wrong with joining, with rights, and with what the server claims."""

from desktop_app.errors.texts import ALLIANCE, NOTHING_TAKEN, OLD, SAVED, WAITING, Texts
from desktop_app.i18n import mark

_BAD_HEAD_NEXT = mark(
    "Go on working. Tell the alliance's secretariat; the program has kept the proof of what it was told."
)

MEMBERSHIP: dict[str, Texts] = {
    "E-INVITE": Texts(
        mark("This invitation can't be used"),
        mark("The invitation is mistyped, used already, too old, or meant for another city."),
        SAVED,
        mark("Compare it letter by letter with what you were given, or ask for a new one."),
    ),
    "E-INVITES": Texts(
        mark("No further invitation"),
        mark(
            "The server opens no further invitation: many are open already, or it doesn't know yet that you are lead."
        ),
        OLD,
        mark("Use an invitation that you have made before, or send and receive once and try again."),
    ),
    "E-NOT-ADMITTED": Texts(
        mark("This computer is not admitted yet"),
        mark("Nobody of your city has admitted this computer so far."),
        WAITING,
        mark("Ask your city's lead or the alliance for an invitation, and connect with it."),
    ),
    "E-REMOVED": Texts(
        mark("This computer was removed"),
        mark(
            "The lead of your city, or the alliance, has removed this computer. "
            "It receives nothing, and what it sends doesn't count."
        ),
        SAVED,
        mark("To come back, choose “Come back with a new key” on the page “Join a city”."),
    ),
    "E-NOT-REMOVED": Texts(
        mark("This computer was not removed"),
        mark("Only a computer that was removed from its city comes back with a new key."),
        OLD,
        mark("Look at the page “People and computers”: it says how this computer stands."),
    ),
    "E-NOT-JOINED": Texts(
        mark("No server yet"),
        mark("This computer has not been connected with the alliance's server."),
        SAVED,
        mark("Enter the server's address and your invitation on the page “Join a city”."),
    ),
    "E-DEVICE-CODE": Texts(
        mark("No computer that waits has this code"),
        mark("The code is mistyped, or the other computer's request has not come in here yet."),
        OLD,
        mark("Receive once, then have the code read out again, slowly. After five wrong codes a request is closed."),
    ),
    "E-REQUEST-DEAD": Texts(
        mark("This request is closed"),
        mark("A wrong code was typed five times. The computers that asked to be admitted till then can't be any more."),
        OLD,
        mark("On the other computer, choose “Ask anew” on the page “Join a city”, and have its new code read out."),
    ),
    "E-NOT-WAITING": Texts(
        mark("This computer doesn't wait to be admitted"),
        mark("It has not asked yet, is admitted already, or was removed."),
        OLD,
        mark("Look at the page “People and computers”: it says how this computer stands."),
    ),
    "E-COMPUTER": Texts(
        mark("There is no such computer"),
        mark("No computer of your city with this name is known here."),
        OLD,
        mark("Choose it from the list of your city's computers."),
    ),
    "E-ENTRY": Texts(
        mark("There is no such update"),
        mark("An update that was named isn't on this computer, or not from the computer that was named."),
        OLD,
        mark("Receive once, then choose it from the list."),
    ),
    "E-TRUST-OLD": Texts(
        mark("The alliance's document has run out"),
        mark("This computer needs a new trust file: the newest document of the alliance that it knows is too old."),
        mark("You can go on working and sending. Everything you wrote is saved on this computer."),
        mark("Ask the alliance's secretariat for the newest trust file."),
    ),
    "E-SCOPE": Texts(
        mark("This computer may not do that"),
        mark("Only the city's lead may do this, or somebody whom the lead has given the right."),
        OLD,
        mark("Ask your city's lead."),
    ),
    "E-CITY": Texts(
        mark("This belongs to another city"),
        mark("The data is about another city than yours."),
        NOTHING_TAKEN,
        mark("Check that you chose the right file and the right profile."),
    ),
    "E-ALLIANCE": Texts(
        mark("This belongs to another alliance"),
        mark("The data or the server belongs to another alliance than yours."),
        NOTHING_TAKEN,
        mark("Check that you chose the right file, or the right address."),
    ),
    "E-ALLIANCE-DOC": Texts(
        mark("The alliance's document was refused"),
        mark(
            "The document that names the alliance's cities and servers is not the alliance's own, or is out of order."
        ),
        mark("The earlier document stays in force. Your own data is unchanged."),
        ALLIANCE,
    ),
    "E-EXPIRED": Texts(
        mark("Written after the admission had run out"),
        mark("An update comes from a computer whose admission had run out by then. It was set aside."),
        mark("It is kept, and nothing is lost. Your own data is unchanged."),
        mark("Your city's lead can look at it, and let it count."),
    ),
    "E-REVOKED": Texts(
        mark("Sent from a computer that was blocked"),
        mark("An update comes from a computer that your city has blocked. It was set aside."),
        mark("It is kept, and nothing is lost. Your own data is unchanged."),
        mark("Your city's lead can look at it, and let it count."),
    ),
    "E-HEAD-ROLLBACK": Texts(
        mark("The server shows less than before"),
        mark("The server has signed a list of your city's changes that is shorter than an earlier one."),
        WAITING,
        _BAD_HEAD_NEXT,
    ),
    "E-HEAD-SPLIT": Texts(
        mark("The server tells two stories"),
        mark("The server has signed two different lists of your city's changes for the same moment."),
        WAITING,
        _BAD_HEAD_NEXT,
    ),
    "E-HEAD-ROOT": Texts(
        mark("The server's list does not fit"),
        mark("What the server has signed does not agree with the changes that this computer holds."),
        WAITING,
        _BAD_HEAD_NEXT,
    ),
    "E-HEAD": Texts(
        mark("The server's confirmation is not valid"),
        mark("The server's confirmation is missing or was not signed with the alliance's key."),
        WAITING,
        ALLIANCE,
    ),
    "E-RECEIPT": Texts(
        mark("Not confirmed"),
        mark("The server did not confirm all that was sent, or confirmed something else."),
        mark("What was not confirmed stays on the list of what is to be sent."),
        mark("The program sends it again by itself. If this message stays, tell the alliance's secretariat."),
    ),
}
