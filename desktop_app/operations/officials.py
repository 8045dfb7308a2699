"""Who is at the keyboard."""

from desktop_app.operations.changes import Changes
from desktop_app.operations.registers import set_register
from desktop_app.operations.sealing import seal_in
from desktop_app.operations.texts import clean_name
from desktop_app.operations.workspace import Workspace
from desktop_app.storage import directory
from desktop_app.storage.drafts import Draft
from desktop_app.storage.engine import Connection, transaction
from roadmap_core import cbor
from roadmap_core.entries.facets import DIRECTORY, Facet
from roadmap_core.entries.identifiers import Register
from roadmap_core.entries.operations import OpCode


def change_official(workspace: Workspace, official: str) -> Changes:
    """Another person takes over: what the last one did is sealed first, under their own name.

    Raises:
        AppError: E-NAME, E-TOO-LONG.
    """
    name = clean_name(official)
    with transaction(workspace.engine) as connection:
        if workspace.city(connection).official == name:
            return Changes()
        changes = seal_in(workspace, connection)
        number = directory.official_number(connection, name)
        if number is None:
            number = new_official(workspace, connection, name)
        directory.set_official(connection, name, number)
    return changes | Changes(city=True)


def new_official(workspace: Workspace, connection: Connection, name: str) -> int:
    """Enters a person in the city's directory under a number made by chance, 31 bits."""
    number = int.from_bytes(workspace.random(4)) & 0x7FFFFFFF or 1
    register = Register(DIRECTORY, number, int(Facet.OFFICIAL_NAME))
    set_register(connection, Draft(OpCode.SET, register, cbor.encode(name), (), number, workspace.clock()))
    return number
