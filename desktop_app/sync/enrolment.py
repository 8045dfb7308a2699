"""How this computer comes to know the server, and the server this computer."""

from dataclasses import replace

from desktop_app.errors import AppError
from desktop_app.storage import city_log
from desktop_app.storage.alliance import Trust
from desktop_app.storage.city_log import CityLogState
from desktop_app.storage.engine import reading, transaction
from desktop_app.storage.views import Connection as Admission
from desktop_app.sync import documents
from desktop_app.sync.address import server_address
from desktop_app.sync.profile import HERE, Database, Profile
from desktop_app.sync.proof import ask_for_nonce, ask_for_token
from desktop_app.sync.server import Server
from desktop_app.sync.session import Session
from roadmap_core import cbor
from roadmap_core.cbor import MalformedError
from roadmap_core.exchange.joining import INVITATION_BYTES, JoinRequest
from roadmap_core.exchange.messages import STORED, AckCode
from roadmap_core.keys.codes import from_code


def join(
    profile: Profile,
    address: str,
    invitation: str | None = None,
    session: Session | None = None,
    database: Database = HERE,
) -> Admission:
    """Connects the profile, whose log has begun, with the server at `address`.

    Args:
        profile: the caller has made sure that it has a device (`operations.sealing.ensure_device`).
        address: as typed.
        invitation: as typed; a computer that the server doesn't know yet needs one.
        session: of the running program; without one the connection is closed afterwards.
        database: where database work runs.

    Returns:
        Whether this computer is admitted. PENDING: the server relays what it writes, and a registrar or the city's
        lead has to admit it; each round asks again. NOT_ADMITTED: it needs an invitation.

    Raises:
        AppError: E-INVITE, E-ADDRESS, E-PORT, E-ALLIANCE, E-CITY, E-SERVER-CHANGED, E-ALLIANCE-DOC, and whatever the
            line does. Nothing that was known about a server is changed then.
    """
    code = from_code(invitation, INVITATION_BYTES) if invitation and invitation.strip() else b""
    if code is None:
        raise AppError("E-INVITE")
    used = session or Session()
    try:
        server = used.server(server_address(address))
        held = database.call(lambda: _state(profile))
        trust = documents.shown_by(server, held)
        wanted = replace(held, server=server.address, invitation=code or held.invitation)
        admission = present(profile, used, server, wanted, database, trust)
        if admission is Admission.PENDING:
            admission = ask_whether_admitted(profile, used, server, wanted, database)
        return admission
    finally:
        if session is None:
            used.close()


def _state(profile: Profile) -> CityLogState:
    with reading(profile.store.engine) as connection:
        held = city_log.state(connection)
    if held is None or held.log is None:
        raise AppError("E-NO-PROFILE")
    return held


def present(
    profile: Profile,
    session: Session,
    server: Server,
    held: CityLogState,
    database: Database,
    trust: Trust | None = None,
) -> Admission:
    """Shows the server this computer's genesis, and remembers what came of it; and `trust`, if it was asked for.

    Raises:
        AppError: E-INVITE for an invitation that opens nothing, the code of a refusal, or what the line does.
    """
    genesis = database.call(lambda: _genesis(profile, held))
    answer = server.join(JoinRequest(genesis, held.invitation).to_bytes())
    if not answer.is_taken:
        raise AppError(answer.code or "E-REQUEST", status=answer.status)
    admission, token = _read_joined(answer.body)
    session.keep_token(token)

    def remember() -> None:
        with transaction(profile.store.engine) as connection:
            if trust is not None:
                documents.keep_in(connection, held, trust, profile.clock())
            city_log.save(
                connection,
                server=held.server,
                alliance=held.alliance,
                invitation=held.invitation,
                connection=admission.value,
                last_contact_ms=profile.clock(),
                problem="E-NOT-ADMITTED" if admission is Admission.NOT_ADMITTED else "",
            )

    database.call(remember)
    return admission


def ask_whether_admitted(
    profile: Profile,
    session: Session,
    server: Server,
    held: CityLogState,
    database: Database,
    nonce: bytes | None = None,
) -> Admission:
    """ADMITTED as soon as the server gives a token for this computer's key; that it gives none is no error."""
    nonce = nonce or ask_for_nonce(server, held)
    if not ask_for_token(profile, session, server, held, nonce, database):
        return Admission.PENDING

    def remember() -> None:
        with transaction(profile.store.engine) as connection:
            city_log.save(connection, connection=Admission.ADMITTED.value, problem="")

    database.call(remember)
    return Admission.ADMITTED


def _genesis(profile: Profile, held: CityLogState) -> bytes:
    if held.log is None:
        raise AppError("E-NO-PROFILE")
    with reading(profile.store.engine) as connection:
        return city_log.genesis_bytes(connection, held.log)


def _read_joined(body: bytes) -> tuple[Admission, bytes | None]:
    """[1, epoch, ack, token or null]. Raises AppError for a refusal, and E-REPLY for what is no such reply."""
    try:
        _, _, ack, token = cbor.array(cbor.decode(body), 4)
        code, last = cbor.array(ack, 4)[2:]
        if code == AckCode.REFUSED:
            raise AppError(cbor.text(last, 40))
        given = None if token is None else cbor.byte_string(token)
    except MalformedError as error:
        raise AppError("E-REPLY") from error
    if code == AckCode.ACCEPTED and given is not None:
        return Admission.ADMITTED, given
    return (Admission.PENDING if code in STORED else Admission.NOT_ADMITTED), None
