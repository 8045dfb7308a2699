"""Anki on workload W, run by a Python that has `anki`: an answer is a note of four fields.

    python anki_driver.py WORKLOAD.json PORT FOLDER

Every step prints one line of JSON and waits for a line: the runner counts bytes in between. The 300 empty notes are
there before the devices part, else each device would make its own; that start is not counted.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

import anki.lang
from anki.collection import Collection
from anki.sync_pb2 import SyncCollectionResponse

FIELDS = {"answer": 1, "confidence": 2, "note": 3}
FULL = (SyncCollectionResponse.FULL_DOWNLOAD, SyncCollectionResponse.FULL_SYNC)


def mark(name: str, **more: object) -> None:
    print(json.dumps({"mark": name, **more}), flush=True)
    sys.stdin.readline()


class Device:
    def __init__(self, folder: Path, number: int, port: int) -> None:
        self.collection = Collection(str(folder / f"device{number}.anki2"))
        self._endpoint = f"http://127.0.0.1:{port}/"
        self._login: Any = None

    def set_up(self) -> None:
        models = self.collection.models
        kind = models.new("answer")
        for name in ("id", *FIELDS):
            models.add_field(kind, models.new_field(name))
        template = models.new_template("card")
        template["qfmt"], template["afmt"] = "{{id}}", "{{answer}}"
        models.add_template(kind, template)
        models.add(kind)
        for assessment in range(5):
            for question in range(60):
                note = self.collection.new_note(models.by_name("answer"))
                note.fields[0] = f"{assessment}/{question}"
                self.collection.add_note(note, 1)

    def edit(self, edits: list[dict[str, Any]]) -> None:
        numbers = {name: number for number, name in self.collection.db.execute("select id, sfld from notes")}
        for edit in edits:
            note = self.collection.get_note(numbers[f"{edit['assessment']}/{edit['question']}"])
            note.fields[FIELDS[edit["field"]]] = str(edit["value"])
            self.collection.update_note(note)
        time.sleep(1.1)  # Anki's change times are whole seconds: without this, ties decide

    def sync(self) -> None:
        if self._login is None:
            self._login = self.collection.sync_login(username="u", password="p", endpoint=self._endpoint)
        done = self.collection.sync_collection(auth=self._login, sync_media=False)
        if done.new_endpoint:
            self._login.endpoint = done.new_endpoint
        if done.required in FULL:
            self.copy_whole(upload=False)
        elif done.required == SyncCollectionResponse.FULL_UPLOAD:
            self.copy_whole(upload=True)

    def copy_whole(self, *, upload: bool) -> None:
        if self._login is None:
            self._login = self.collection.sync_login(username="u", password="p", endpoint=self._endpoint)
        self.collection.close_for_full_sync()
        self.collection.full_upload_or_download(auth=self._login, server_usn=None, upload=upload)
        self.collection.reopen(after_full_sync=True)

    def cells(self) -> dict[str, str]:
        notes = [fields.split("\x1f") for (fields,) in self.collection.db.all("select flds from notes")]
        return {f"{note[0]}/{name}": note[place] for note in notes for name, place in FIELDS.items()}


def main() -> None:
    anki.lang.set_lang("en_US")
    work = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    port, folder = int(sys.argv[2]), Path(sys.argv[3])
    devices = [Device(folder, number, port) for number in range(3)]
    devices[0].set_up()
    devices[0].copy_whole(upload=True)
    for device in devices[1:]:
        device.copy_whole(upload=False)
    mark("start")
    for row, present in zip(work["rounds"], work["present"], strict=True):
        for device, edits in zip(devices, row, strict=True):
            device.edit(edits)
        for number in present:
            devices[number].sync()
            mark("sync")
    for device in devices:
        device.sync()
        mark("sync")
    new = Device(folder, 3, port)
    new.sync()
    mark("new")
    cells = [device.cells() for device in (*devices, new)]
    mark("end", cells=cells[0], unequal=sum(len(cells[0].items() ^ other.items()) for other in cells[1:]))


main()
