"""What a round needs before the server gives it anything: to be known, to be admitted, and a token."""

from dataclasses import replace

from desktop_app.errors import AppError
from desktop_app.storage.city_log import CityLogState
from desktop_app.storage.views import Connection as Admission
from desktop_app.sync.enrolment import ask_whether_admitted, present
from desktop_app.sync.profile import Database, Profile
from desktop_app.sync.proof import ask_for_token
from desktop_app.sync.server import Server
from desktop_app.sync.session import Session

_KNOWN = frozenset({Admission.ADMITTED, Admission.PENDING})


def presented(
    profile: Profile, session: Session, server: Server, held: CityLogState, database: Database
) -> CityLogState:
    """`held` after another try to be known to the server, where it isn't yet."""
    if held.admission in _KNOWN:
        return held
    return replace(held, admission=present(profile, session, server, held, database))


def get_token(
    profile: Profile, session: Session, server: Server, held: CityLogState, nonce: bytes | None, database: Database
) -> None:
    """Proves the key for a token. A server that has forgotten this computer is shown its genesis again.

    Raises:
        AppError: E-NOT-ADMITTED if there is no token to be had.
    """
    if ask_for_token(profile, session, server, held, nonce, database):
        return
    admission = present(profile, session, server, held, database)
    if admission is Admission.PENDING:
        admission = ask_whether_admitted(profile, session, server, held, database)
    if admission is not Admission.ADMITTED or session.token is None:
        raise AppError("E-NOT-ADMITTED")
