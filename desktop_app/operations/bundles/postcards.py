"""A few changes as a text to paste, or as QR codes, for when nothing else works."""

from dataclasses import dataclass

from desktop_app.errors import AppError
from desktop_app.operations.sealing import ensure_device, seal_drafts
from desktop_app.operations.workspace import Workspace
from desktop_app.storage import entry_log, outgoing
from desktop_app.storage.engine import reading
from roadmap_core.entries.entry import claimed_log
from roadmap_core.exchange.postcard import qr_pieces, text_block
from roadmap_core.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Postcard:
    """The same updates twice.

    Attributes:
        text: a title and numbered lines.
        pieces: what the QR codes say, one code for each.
    """

    text: str
    pieces: tuple[str, ...]


def postcard(workspace: Workspace) -> Postcard:
    """What this computer wrote and the server hasn't confirmed; its first entry goes along.

    Raises:
        AppError: E-POSTCARD-SIZE for more than a postcard holds.
    """
    ensure_device(workspace)
    seal_drafts(workspace)
    with reading(workspace.engine) as connection:
        own = entry_log.own_log(connection)
        log = own[0].log if own else None
        mine = [one for one in outgoing.unconfirmed(connection) if one.log == log]
        first = [one for one in outgoing.who_may_write(connection) if one.log == log and claimed_log(one.data) is None]
    items = [item for one in dict.fromkeys([*first, *mine]) for item in one.items]
    text, pieces = text_block(items), qr_pieces(items)
    if isinstance(text, Refusal):
        raise AppError(text.code.value)
    if isinstance(pieces, Refusal):
        raise AppError(pieces.code.value)
    return Postcard(text, tuple(pieces))
