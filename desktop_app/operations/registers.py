"""Setting one register: the step that answers, notes, settlements and names share. One row, whatever came before."""

from collections.abc import Sequence
from dataclasses import replace

from desktop_app.storage import drafts, entry_log
from desktop_app.storage.drafts import Draft
from desktop_app.storage.engine import Connection
from desktop_app.storage.held import Held, held
from roadmap_core import cbor, limits
from roadmap_core.entries.identifiers import OpId
from roadmap_core.entries.operations import OpCode
from roadmap_core.merge.registers import RegisterState

_EMPTY = (cbor.NULL, cbor.encode(""))


def set_register(connection: Connection, draft: Draft, found: Held | None = None) -> Held | None:
    """Keeps a draft that sets its register; returns what that holds now, None if nothing is different.

    What an earlier draft replaced, this one replaces too: both were written on this computer, one after the other. So
    it replaces what this computer has sealed and not yet sent: the form may have been opened before that. A value that
    stands alone already is not written again; a draft that goes back to it is dropped. `found` is what the register
    holds, if the caller has read it.
    """
    found = found or held(connection, draft.register)
    earlier, state = found.draft, found.signed
    own = [op for op in state.ops if entry_log.is_own_and_unsent(connection, op.entry)] if state else []
    draft = replace(draft, predecessors=_united(own, draft.predecessors))
    if earlier is not None and earlier.value == draft.value and earlier.code == draft.code:
        return None
    if draft.code == OpCode.SET and _stands(state, draft.value):
        if earlier is None:
            return None
        drafts.drop(connection, [earlier])
        drafts.note_saved(connection, draft.changed_ms)
        return replace(found, drafts=())
    kept = _after(earlier, draft)
    drafts.save(connection, kept)
    return replace(found, drafts=(kept,))


def _stands(state: RegisterState | None, value: bytes | None) -> bool:
    """Whether this value is what stands, alone; an empty one also where nothing was ever written."""
    if state is None or not state.live:
        return value in _EMPTY
    return state.values == (value,)


def _after(earlier: Draft | None, draft: Draft) -> Draft:
    replaced = _united(earlier.predecessors if earlier else (), draft.predecessors)
    code, reason = draft.code, draft.reason
    if earlier is not None and earlier.code == OpCode.SETTLE and code == OpCode.SET:
        code, reason = OpCode.SETTLE, earlier.reason
    return Draft(code, draft.register, draft.value, replaced, draft.author, draft.changed_ms, reason)


def _united(first: Sequence[OpId], second: Sequence[OpId]) -> tuple[OpId, ...]:
    return tuple(dict.fromkeys((*first, *second)))[-limits.PREDECESSORS_PER_OPERATION :]
