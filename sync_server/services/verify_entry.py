"""Whether an entry in the database is still what was signed."""

from collections.abc import Mapping

from roadmap_core.entries.entry import Entry, claimed_log, read_entry, read_genesis
from roadmap_core.entries.identifiers import LogId, entry_hash
from roadmap_core.refusals import Code, Refusal
from sync_server.storage.cities import StoredEntry


def verified(stored: StoredEntry, keys_by_log: Mapping[LogId, bytes]) -> Entry | Refusal:
    """The entry, read from its bytes and compared with the columns beside them."""
    if entry_hash(stored.data) != stored.hash:
        return Refusal(Code.SIG, "the bytes don't have the hash that stands beside them")
    log = claimed_log(stored.data)
    if isinstance(log, Refusal):
        return log
    if log is not None and log not in keys_by_log:
        return Refusal(Code.LOG_KEY, "an entry before its log's genesis")
    entry = read_genesis(stored.data) if log is None else read_entry(stored.data, keys_by_log[log])
    if isinstance(entry, Entry) and (entry.log, entry.seq, entry.prev) != (stored.log, stored.seq, stored.prev):
        return Refusal(Code.CHAIN, "the columns beside the bytes say something else")
    return entry
