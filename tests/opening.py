"""What an entry says in all, with the key of its city: the product opens and reads in two steps, and keeps the text."""

from roadmap_core.entries.entry import Entry
from roadmap_core.entries.private import opened, with_text
from roadmap_core.keys.city_key import CityKey
from roadmap_core.refusals import Code, Refusal


def with_private(entry: Entry, body: bytes, key: CityKey) -> Entry | Refusal:
    """The entry with its private operations behind the public ones; E-BODY if they can't be read with this key."""
    text = opened(entry, body, key)
    return Refusal(Code.BODY) if text is None else with_text(entry, text)
