"""Values of the core as JSON that another implementer can read: bytes as hex, everything by its name."""

from dataclasses import fields, is_dataclass
from enum import IntEnum
from typing import Any

from roadmap_core.entries.entry import Entry
from roadmap_core.entries.operations import Write


def readable(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, IntEnum):
        return int(value)
    if is_dataclass(value) and not isinstance(value, type):
        named = {field.name: readable(getattr(value, field.name)) for field in fields(value) if field.name != "data"}
        return {"kind": type(value).__name__, **named}
    if hasattr(value, "_asdict"):
        named = {name: readable(item) for name, item in value._asdict().items() if name != "data"}
        return {"kind": type(value).__name__, **named} if isinstance(value, Entry | Write) else named
    if isinstance(value, tuple | list):
        return [readable(item) for item in value]
    return value
