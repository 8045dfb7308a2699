"""The real server over real HTTP, on SQLite and on a real PostgreSQL."""

import contextlib
import ssl
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import psycopg
import pytest

from tests.server.device import Device, started
from tests.server.postgres import programs, running_postgres
from tests.server.running import RunningServer

_NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Trusts nobody, and is asked by nobody: reading the certificates of the system for each client takes 40 ms."""

NewDatabase = Callable[[], str | None]


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    folder = programs()
    if folder is None:
        pytest.skip("neither pgserver (pip) nor Debian's PostgreSQL is on this computer")
    with running_postgres(folder) as url:
        yield url


@pytest.fixture(scope="session")
def postgres_template(postgres_url: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a database that was set up: copying it is quicker than setting up another."""
    name = "waymark_template"
    _on_postgres(postgres_url, f'CREATE DATABASE "{name}"')
    RunningServer(tmp_path_factory.mktemp("template") / "server", _url_of(postgres_url, name)).set_up().stop()
    return name


def _on_postgres(url: str, statement: str) -> None:
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(statement)


def _url_of(url: str, name: str) -> str:
    return url.replace("/postgres?", f"/{name}?")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_kind(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def new_database(database_kind: str, request: pytest.FixtureRequest) -> NewDatabase:
    """Makes the URL of a database that was set up; None for SQLite in the server's folder."""

    def make() -> str | None:
        if database_kind == "sqlite":
            return None
        url: str = request.getfixturevalue("postgres_url")
        name = f"test_{uuid.uuid4().hex}"
        template = request.getfixturevalue("postgres_template")
        _on_postgres(url, f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        return _url_of(url, name)

    return make


@pytest.fixture
def server(tmp_path: Path, new_database: NewDatabase) -> Iterator[RunningServer]:
    with RunningServer(tmp_path / "server", new_database()) as running:
        yield running


@pytest.fixture
def client(server: RunningServer) -> Iterator[httpx.Client]:
    with client_of(server) as found:
        yield found


@pytest.fixture
def lead(server: RunningServer, client: httpx.Client) -> Device:
    """Kaga's first computer, joined; its assessment has begun."""
    device = Device("kaga-jp", seed=1)
    device.join_as_lead(client, server)
    device.push(client, [device.seal(*started(server.server.questionnaire.digest))])
    return device


@pytest.fixture
def editor(client: httpx.Client, lead: Device) -> Device:
    """Kaga's second computer, enrolled and joined."""
    device = Device("kaga-jp", seed=2)
    lead.push(client, [lead.enrol(device)])
    assert device.join(client).status_code == 200
    return device


@contextlib.contextmanager
def client_of(server: RunningServer) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.address, trust_env=False, verify=_NO_TLS) as found:
        yield found
