"""The server's database under load: what is busy is said to be busy, never a fault of the server."""

import pytest
from sqlalchemy import create_engine
from sqlalchemy.pool import QueuePool

from sync_server.errors import BusyError
from sync_server.storage.database import Database


def test_a_request_that_gets_no_connection_in_time_is_told_that_the_server_is_busy() -> None:
    engine = create_engine("sqlite://", poolclass=QueuePool, pool_size=1, max_overflow=0, pool_timeout=0.01)
    database = Database(engine)
    with database.reading():
        with pytest.raises(BusyError), database.reading():
            pass
        with pytest.raises(BusyError), database.writing():
            pass
    database.close()
