"""A computer that was removed from its city comes back: a new key in the same profile, and a new request.

All that was written stays, and what the city never counted is written again under the new key. The old one is given up
before the new log begins: killed in between, the next start goes on from there (`own_log.go_on`).
"""

from desktop_app.errors import AppError
from desktop_app.identity.opening import vault_of
from desktop_app.identity.unlocking import NOTHING, Given
from desktop_app.identity.vault_format import SEED_BYTES, Secrets
from desktop_app.operations.changes import Changes
from desktop_app.operations.workspace import Workspace
from desktop_app.storage import own_log
from desktop_app.storage.engine import reading, transaction


def come_back(workspace: Workspace, given: Given = NOTHING) -> Changes:
    """Gives this computer a new key, and begins its log, in which what never counted waits to be sent.

    The vault is protected as before. A recovery sheet that was printed before fits no longer.

    Args:
        workspace: of a computer that was removed.
        given: what opens the vault.

    Raises:
        AppError: E-NOT-REMOVED; E-PASSPHRASE, E-KEYRING, E-VAULT, E-DISK, E-IO, and nothing was changed then.
    """
    with reading(workspace.engine) as connection:
        if not own_log.is_removed(connection):
            raise AppError("E-NOT-REMOVED")
    vault = vault_of(workspace.profile)
    secrets, header = vault.open(given)
    seed = workspace.random(SEED_BYTES)
    vault.replace(Secrets(seed, secrets.database_key), header.mode, given, workspace.random)
    workspace.keys.renew(seed)
    with transaction(workspace.engine) as connection:
        own_log.begin_renewed(connection, workspace.keys, workspace.clock())
    return Changes(outbox=True, city=True, contested=True, connection=True)
