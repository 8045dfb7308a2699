"""Whether an entry in the database is still what was signed."""

from roadmap_core.entries.entry import Entry, claimed_log, read_entry, read_genesis
from roadmap_core.entries.identifiers import entry_hash
from roadmap_core.refusals import Code, Refusal
from sync_server.storage.cities import StoredEntry
from sync_server.storage.registers import KeyOf


def verified(stored: StoredEntry, key_of: KeyOf) -> Entry | Refusal:
    """The entry, read from its bytes and compared with the columns beside them."""
    if entry_hash(stored.data) != stored.hash:
        return Refusal(Code.SIG, "the bytes don't have the hash that stands beside them")
    log = claimed_log(stored.data)
    if isinstance(log, Refusal):
        return log
    key = None if log is None else key_of(log)
    if log is not None and key is None:
        return Refusal(Code.LOG_KEY, "an entry before its log's genesis")
    entry = read_genesis(stored.data) if key is None else read_entry(stored.data, key)
    if isinstance(entry, Entry) and (entry.log, entry.seq, entry.prev) != (stored.log, stored.seq, stored.prev):
        return Refusal(Code.CHAIN, "the columns beside the bytes say something else")
    return entry
