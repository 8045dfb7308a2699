"""Typed reading of YAML nodes with their lines. No object is constructed from a tag; a wrong type is a mistake.

A reader returns a harmless stand-in where it notes a mistake, so that reading goes on and finds the rest.
"""

import unicodedata
from collections.abc import Container, Iterator

import yaml

from roadmap_core.instrument.mistakes import InstrumentError, Mistake, Mistakes

_TAG = "tag:yaml.org,2002:"
_LONGEST_TEXT = 2_000
_LONGEST_FILE = 2_000_000
_NESTED_DEEPEST = 40
_TYPES = {"str": "a text", "int": "a whole number", "bool": "true or false", "seq": "a list", "map": "a mapping"}

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # 10 times faster; wheels have it, some builds don't


def compose(text: str, mistakes: Mistakes) -> "Fields":
    """The top mapping of a document. Raises InstrumentError if the text is not a YAML mapping."""
    node = _compose(text, mistakes)
    mistakes.raise_if_any()
    if not isinstance(node, yaml.MappingNode):
        raise InstrumentError((Mistake(mistakes.file, 1, "expected a mapping at the top of the file"),))
    return Fields(node, mistakes)


def _compose(text: str, mistakes: Mistakes) -> yaml.Node | None:
    if len(text) > _LONGEST_FILE:
        mistakes.add(1, f"the file is longer than {_LONGEST_FILE} characters")
        return None
    try:
        if not _is_plain(text, mistakes):
            return None
        return yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        mistakes.add(mark.line + 1 if mark else 1, f"not YAML: {error.problem or error.context}")
    except yaml.YAMLError as error:
        mistakes.add(1, f"not YAML: {str(error).splitlines()[0]}")
    return None


def _is_plain(text: str, mistakes: Mistakes) -> bool:
    """Whether there are no aliases and no deep nesting, seen from events, before anything is built."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            mistakes.add(line, "aliases are not allowed")
            return False
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _NESTED_DEEPEST:
            mistakes.add(line, f"nested deeper than {_NESTED_DEEPEST}")
            return False
    return True


class Fields:
    """One mapping of the file, read field by field. `close` notes what nobody asked for: mostly a misspelt name."""

    def __init__(self, node: yaml.MappingNode, mistakes: Mistakes) -> None:
        self.node = node
        self.mistakes = mistakes
        self._nodes_by_key: dict[str, yaml.Node] = {}
        self._unread: dict[str, yaml.Node] = {}
        for key, value in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else None
            if not isinstance(name, str):
                mistakes.add(key, "a name must be a text")
            elif name in self._nodes_by_key:
                mistakes.add(key, f"{name} is here twice")
            else:
                self._nodes_by_key[name] = value
                self._unread[name] = key

    @property
    def line(self) -> int:
        return self.node.start_mark.line + 1

    def wrong(self, key: str | None, reason: str) -> None:
        """Notes a mistake at a field, or at the mapping itself."""
        self.mistakes.add(self._nodes_by_key.get(key or "", self.node), reason)

    def has(self, key: str) -> bool:
        return key in self._nodes_by_key

    def skip(self, *keys: str) -> None:
        """These may be there; nobody reads them."""
        for key in keys:
            self._unread.pop(key, None)

    def close(self) -> None:
        for name, key in self._unread.items():
            self.mistakes.add(key, f"unknown field {name}")

    def text(self, key: str) -> str:
        node = self._required(key)
        return "" if node is None else self._text_of(node, key)

    def optional_text(self, key: str) -> str | None:
        return self.text(key) if self.has(key) else None

    def number(self, key: str, low: int, high: int) -> int:
        """A whole number from `low` to `high`."""
        node = self._required(key)
        if node is None or not self._is(node, "int", key):
            return low
        try:
            number = int(node.value)
        except ValueError:
            number = low - 1
        if not low <= number <= high:
            self.mistakes.add(node, f"{key} must be a whole number from {low} to {high}")
            return low
        return number

    def optional_number(self, key: str, low: int, high: int) -> int | None:
        return self.number(key, low, high) if self.has(key) else None

    def flag(self, key: str) -> bool:
        node = self._required(key)
        return node is not None and self._is(node, "bool", key) and node.value.lower() in {"true", "yes", "on"}

    def one_of(self, key: str, known: Container[str], kind: str) -> str:
        """A text that must be a known id."""
        node = self._required(key)
        return "" if node is None else self._known(node, key, known, kind)

    def texts(self, key: str, known: Container[str] | None = None, kind: str = "") -> tuple[str, ...]:
        """A list of texts without repetition, empty if it isn't there; of known ids, where `known` is given."""
        found: list[str] = []
        for node in self._items(key):
            one = self._text_of(node, key) if known is None else self._known(node, key, known, kind)
            if one and one in found:
                self.mistakes.add(node, f"{one} is in {key} twice")
            found.append(one)
        return tuple(found)

    def section(self, key: str) -> "Fields":
        """A mapping in this one; an empty one if it is missing."""
        node = self._required(key)
        if node is not None and self._is(node, "map", key) and isinstance(node, yaml.MappingNode):
            return Fields(node, self.mistakes)
        return Fields(yaml.MappingNode(_TAG + "map", [], self.node.start_mark, self.node.end_mark), Mistakes(""))

    def sections(self) -> Iterator[tuple[str, "Fields"]]:
        """All mappings in this one, by their names, in file order."""
        for name in self._nodes_by_key:
            yield name, self.section(name)

    def records(self, key: str) -> Iterator["Fields"]:
        """The mappings of a list."""
        for node in self._items(key):
            if self._is(node, "map", key) and isinstance(node, yaml.MappingNode):
                yield Fields(node, self.mistakes)

    def _items(self, key: str) -> list[yaml.Node]:
        self._unread.pop(key, None)
        node = self._nodes_by_key.get(key)
        if node is None or not self._is(node, "seq", key):
            return []
        return list(node.value)

    def _required(self, key: str) -> yaml.Node | None:
        self._unread.pop(key, None)
        if key not in self._nodes_by_key:
            self.mistakes.add(self.node, f"{key} is missing")
        return self._nodes_by_key.get(key)

    def _is(self, node: yaml.Node, kind: str, key: str) -> bool:
        if node.tag == _TAG + kind:
            return True
        self.mistakes.add(node, f"{key} must be {_TYPES[kind]}")
        return False

    def _known(self, node: yaml.Node, key: str, known: Container[str], kind: str) -> str:
        one = self._text_of(node, key)
        if one and one not in known:
            self.mistakes.add(node, f"unknown {kind} {one}")
        return one

    def _text_of(self, node: yaml.Node, key: str) -> str:
        if not self._is(node, "str", key):
            return ""
        text = unicodedata.normalize("NFC", str(node.value).strip())
        if not text:
            self.mistakes.add(node, f"{key} is empty")
        if len(text) > _LONGEST_TEXT:
            self.mistakes.add(node, f"{key} is longer than {_LONGEST_TEXT} characters")
        return text
