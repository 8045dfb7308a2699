"""The limits that every replica holds to (protocol.md, sections 2 and 11); sizes in bytes unless named otherwise."""

ENTRY_BYTES = 64 * 1024
NESTING_DEPTH = 16
NOTE_CHARACTERS = 4_000
NAME_CHARACTERS = 200
CITY_CHARACTERS = 64
PREDECESSORS_PER_OPERATION = 64

PUSH_BYTES = 1024 * 1024
PUSH_ENTRIES = 200
PUSH_EXPANDED_BYTES = 4 * 1024 * 1024
PULL_PAGE_ENTRIES = 500
PULL_PAGE_BYTES = 2 * 1024 * 1024
REPLY_BYTES = 4 * 1024 * 1024
SLOW_LINE_PUSH_BYTES = 8 * 1024
SLOW_LINE_PULL_BYTES = 16 * 1024

TOKEN_SECONDS = 15 * 60
NONCE_SECONDS = 5 * 60

LATEST_CLAIMED_MS = 253_402_300_799_999
"""9999-12-31T23:59:59.999Z: a later claim is not a time that a calendar can show (E-TIME)."""
LARGEST_INTEGER = 2**63 - 1
"""Integers on the wire fit a signed 64-bit field of SQLite and PostgreSQL."""
