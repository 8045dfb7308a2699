"""A person at work in a process of their own: `python -m tests.faults.power.session PROFILE COUNT [END]`.

Writes the note of one question anew COUNT times through the program's own operations, and tells standard output what
came of each: "saved 3", or the code of the refusal, after which the same number is tried again. END "killed" ends the
process as kill -9 does, "closed" as a person does, with what that writes.
"""

import os
import signal
import sys
from pathlib import Path

from desktop_app.errors import AppError
from desktop_app.operations.answers import write_note
from desktop_app.operations.sealing import seal_drafts
from desktop_app.operations.workspace import open_workspace
from desktop_app.presentation.opening import Opened, close_folder
from desktop_app.storage import queries
from desktop_app.storage.profile_lock import ProfileLock

QUESTION = "ICT-01"
SEAL_EVERY = 5
TRIES = 20


def main(profile: Path, count: int, end: str) -> None:
    lock = ProfileLock(profile)
    workspace = open_workspace(profile)
    for number in range(1, count + 1):
        for _ in range(TRIES):
            try:
                seen = queries.question(workspace.store, QUESTION).note_seen
                write_note(workspace, QUESTION, f"{number} " + "of the council " * (number % 7 * 20), seen)
            except AppError as error:
                say(f"{error.code} {number}")
            else:
                say(f"saved {number}")
                break
        if number % SEAL_EVERY == 0:
            seal_drafts(workspace)
    if end == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    close_folder(Opened(workspace, lock, is_sample=False))


def say(text: str) -> None:
    os.write(1, f"{text}\n".encode())


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
