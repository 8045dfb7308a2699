"""What can go wrong on the line to the server: the network, its gateway, the answer."""

from desktop_app.errors.texts import ADMINISTRATOR, ALLIANCE, OLD, RETRY, WAITING, Texts
from desktop_app.i18n import mark

CONNECTION: dict[str, Texts] = {
    "E-OFFLINE": Texts(
        mark("No connection"),
        mark("The alliance's server could not be reached."),
        WAITING,
        RETRY,
    ),
    "E-PORTAL": Texts(
        mark("This network wants you to log in first"),
        mark("Another page answered in place of the alliance's server, as in hotels and on guest networks."),
        mark("Nothing was sent. Everything you wrote is saved on this computer."),
        mark(
            "Open a web browser, log in to the network, then send again. If there is no such page, check the address."
        ),
    ),
    "E-REDIRECT": Texts(
        mark("The server's address leads elsewhere"),
        mark("The address answered with a pointer to another place. The program does not follow such pointers."),
        mark("Nothing was sent. Everything you wrote is saved on this computer."),
        mark("Check the server's address with the person who gave it to you."),
    ),
    "E-TLS": Texts(
        mark("The connection is not safe"),
        mark("The server could not prove that it is the alliance's server."),
        mark("Nothing was sent. Everything you wrote is saved on this computer."),
        ADMINISTRATOR,
    ),
    "E-TLS/expired": Texts(
        mark("The connection is not safe"),
        mark("The server's certificate has run out, or the clock of this computer is wrong."),
        mark("Nothing was sent. Everything you wrote is saved on this computer."),
        mark("Check date and time of this computer. If they are right, tell the people who run the server."),
    ),
    "E-TLS/name": Texts(
        mark("The connection is not safe"),
        mark("The server's certificate belongs to another address."),
        mark("Nothing was sent. Everything you wrote is saved on this computer."),
        mark("Check the server's address with the person who gave it to you."),
    ),
    "E-TLS/issuer": Texts(
        mark("The connection is not safe"),
        mark("Nobody whom this computer trusts vouches for the server's certificate."),
        mark("Nothing was sent. Everything you wrote is saved on this computer."),
        ADMINISTRATOR,
    ),
    "E-TLS/version": Texts(
        mark("The connection is not safe"),
        mark("The server, or a device between, offers only an outdated kind of protection."),
        mark("Nothing was sent. Everything you wrote is saved on this computer."),
        ADMINISTRATOR,
    ),
    "E-PROXY": Texts(
        mark("Your network's gateway refused"),
        mark("The gateway (proxy) between your network and the internet did not let the program through."),
        WAITING,
        mark("Ask the people who look after your network for the address, name and password of the proxy."),
    ),
    "E-ENCODING": Texts(
        mark("The answer was refused"),
        mark("The server, or a device between, sent its answer packed in a way that the program did not ask for."),
        mark("The answer was not opened. Everything you wrote is saved on this computer."),
        ADMINISTRATOR,
    ),
    "E-REPLY": Texts(
        mark("The answer could not be used"),
        mark("The server's answer was incomplete, too large, too slow, or not what the program expects."),
        WAITING,
        RETRY,
    ),
    "E-SERVER-BUSY": Texts(
        mark("The server is busy"),
        mark("The alliance's server can't take anything at the moment."),
        WAITING,
        RETRY,
    ),
    "E-TOO-MANY": Texts(
        mark("Too many requests"),
        mark("The server asks this computer to wait a while."),
        WAITING,
        RETRY,
    ),
    "E-QUOTA": Texts(
        mark("The server takes no more from your city for now"),
        mark("Your city has sent as much as the alliance's server takes from one city in a day."),
        WAITING,
        RETRY,
    ),
    "E-SERVER-OLD": Texts(
        mark("The server needs an update before it can take this"),
        mark("This program is newer than the alliance's server, which can't read some of what you wrote."),
        WAITING,
        mark("The program tries again every hour. If this message stays, tell the alliance's secretariat."),
    ),
    "E-REQUEST": Texts(
        mark("The server did not understand"),
        mark("The server refused the request (answer {status})."),
        WAITING,
        mark("Check the server's address, and whether there is a newer version of the program."),
    ),
    "E-ADDRESS": Texts(
        mark("This is not a server's address"),
        mark("The address can't be used: {address}"),
        OLD,
        mark("Type it as it was given to you. It begins with https:// and has no spaces."),
    ),
    "E-PORT": Texts(
        mark("This is not a port"),
        mark("A port is a number from 1 to 65535. This was given: {port}"),
        OLD,
        mark("Leave the port out, or ask the person who gave you the address."),
    ),
    "E-SERVER-CHANGED": Texts(
        mark("This is another server than before"),
        mark("The server at this address signs with another key than the one that this computer came to know."),
        mark("Nothing was sent. Everything you wrote is saved on this computer."),
        ALLIANCE,
    ),
}
