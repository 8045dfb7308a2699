"""What the simulator changes in the product while it runs, and takes back at its end: speed, chance, threads."""

from typing import Any

_kept: dict[tuple[int, str], tuple[Any, Any]] = {}


def replace(module: Any, name: str, value: Any) -> None:
    """`module.name` is `value` until `take_back`."""
    _kept.setdefault((id(module), name), (module, getattr(module, name)))
    setattr(module, name, value)


def take_back() -> None:
    for (_, name), (module, value) in _kept.items():
        setattr(module, name, value)
    _kept.clear()
