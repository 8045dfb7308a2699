"""How this computer comes to know the server, and the server this computer."""

from dataclasses import replace

from desktop_app.errors import AppError
from desktop_app.storage import city_log
from desktop_app.storage.city_log import CityLogState
from desktop_app.storage.engine import reading, transaction
from desktop_app.storage.views import Connection as Admission
from desktop_app.sync.address import server_address
from desktop_app.sync.profile import HERE, Database, Profile
from desktop_app.sync.server import Answer, Server
from desktop_app.sync.session import Session
from roadmap_core import PROTOCOL_VERSION, cbor, limits
from roadmap_core.cbor import MalformedError
from roadmap_core.exchange.joining import INVITATION_BYTES, JoinRequest
from roadmap_core.exchange.messages import STORED, AckCode
from roadmap_core.keys.codes import from_code
from roadmap_core.keys.ed25519 import KEY_BYTES, is_weak


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
        invitation: as typed; a city's first computer needs one, the others are admitted by the lead.
        session: of the running program; without one the connection is closed afterwards.
        database: where database work runs.

    Returns:
        Whether the server admitted this computer. If not, the lead has to; sending tries again by itself.

    Raises:
        AppError: E-INVITE, E-ADDRESS, E-PORT, E-ALLIANCE, E-CITY, E-SERVER-CHANGED, and whatever the line does.
            Nothing that was known about a server is changed then.
    """
    code = from_code(invitation, INVITATION_BYTES) if invitation and invitation.strip() else b""
    if code is None:
        raise AppError("E-INVITE")
    used = session or Session()
    try:
        server = used.server(server_address(address))
        held = database.call(lambda: _state(profile))
        key = pinned_key(server.alliance(), held)
        wanted = replace(held, server=server.address, log_key=key, invitation=code or held.invitation)
        return present(profile, used, server, wanted, database)
    finally:
        if session is None:
            used.close()


def _state(profile: Profile) -> CityLogState:
    with reading(profile.store.engine) as connection:
        held = city_log.state(connection)
    if held is None or held.log is None:
        raise AppError("E-NO-PROFILE")
    return held


def pinned_key(answer: Answer, held: CityLogState) -> bytes:
    """The key that signs heads, as the server says it; another one than before is refused.

    Raises:
        AppError: E-SERVER-CHANGED, E-ALLIANCE, E-REPLY.
    """
    try:
        version, alliance, key, _ = cbor.array(cbor.decode(answer.body), 4)
        cbor.integer(version, PROTOCOL_VERSION, PROTOCOL_VERSION)
        found = cbor.byte_string(key, KEY_BYTES)
        name = cbor.text(alliance, limits.CITY_CHARACTERS)
    except MalformedError as error:
        raise AppError("E-REPLY") from error
    if name != held.alliance:
        raise AppError("E-ALLIANCE")
    if is_weak(found):
        raise AppError("E-KEY-WEAK")
    if held.log_key not in (b"", found):
        raise AppError("E-SERVER-CHANGED")
    return found


def present(profile: Profile, session: Session, server: Server, held: CityLogState, database: Database) -> Admission:
    """Shows the server this computer's genesis, and remembers what came of it.

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
            city_log.save(
                connection,
                server=held.server,
                alliance=held.alliance,
                log_key=held.log_key,
                invitation=held.invitation,
                connection=admission.value,
                last_contact_ms=profile.clock(),
                problem="" if admission is Admission.ADMITTED else "E-NOT-ADMITTED",
            )

    database.call(remember)
    return admission


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
    return (Admission.ADMITTED if code in STORED else Admission.NOT_ADMITTED), given
