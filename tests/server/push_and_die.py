"""A process that takes one push again and again, each time in a child that is killed at one of its statements.

    python push_and_die.py FOLDER DATABASE-or-dash CITY FILE

FILE is a plain sequence of entries. For each number on standard input a child is forked that dies by SIGKILL before it
executes the statement of that number; COMMIT counts as one. Prints how the child ended, and the acks if it survived.
"""

import os
import signal
import sys
from pathlib import Path

from sqlalchemy import event

from roadmap_core.exchange.stream import read_sequence
from sync_server.services.accept_entries import accept_entries
from sync_server.services.server import open_server
from sync_server.settings import Settings


def push(settings: Settings, city: str, file: Path, last: int) -> None:
    server = open_server(settings)
    count = 0

    def step(*_: object) -> None:
        nonlocal count
        count += 1
        if count == last:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(server.database.engine, "before_cursor_execute", step)
    event.listen(server.database.engine, "commit", step)
    acks = accept_entries(server, city, read_sequence(file.read_bytes()))
    print("survived", [(int(ack.code), ack.position) for ack in acks or ()], flush=True)


def main() -> None:
    folder, database, city, file = sys.argv[1:]
    settings = Settings(Path(folder), None if database == "-" else database)
    open_server(settings).close()  # reads everything once, before the children
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            push(settings, city, Path(file), int(line))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if status:
            print("killed" if os.WTERMSIG(status) == signal.SIGKILL else "failed", flush=True)


if __name__ == "__main__":
    main()
