"""Values of the core as JSON that another implementer can read: bytes as hex, everything by its name."""

from dataclasses import fields, is_dataclass
from enum import IntEnum
from typing import Any


def readable(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, IntEnum):
        return int(value)
    if is_dataclass(value) and not isinstance(value, type):
        named = {field.name: readable(getattr(value, field.name)) for field in fields(value) if field.name != "data"}
        return {"kind": type(value).__name__, **named}
    if hasattr(value, "_asdict"):
        return {name: readable(item) for name, item in value._asdict().items()}
    if isinstance(value, tuple | list):
        return [readable(item) for item in value]
    return value
