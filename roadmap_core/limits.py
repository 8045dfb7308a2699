"""The limits that every replica holds to (protocol.md, sections 2 and 11); sizes in bytes unless named otherwise."""

ENTRY_BYTES = 64 * 1024
BODY_BYTES = 64 * 1024
BODY_EXPANDED_BYTES = 256 * 1024
NESTING_DEPTH = 16
NOTE_CHARACTERS = 4_000
NAME_CHARACTERS = 200
CITY_CHARACTERS = 64
PREDECESSORS_PER_OPERATION = 64
PENDING_ENTRIES = 200
PENDING_BYTES = 1024 * 1024
"""What a computer that nobody has admitted yet may leave on the server."""

PUSH_BYTES = 1024 * 1024
PUSH_ENTRIES = 200
PUSH_EXPANDED_BYTES = 4 * 1024 * 1024
PULL_PAGE_ENTRIES = 500
PULL_PAGE_BYTES = 2 * 1024 * 1024
REPLY_BYTES = 4 * 1024 * 1024
SLOW_LINE_PUSH_BYTES = 8 * 1024
SLOW_LINE_PULL_BYTES = 16 * 1024

BLOB_BYTES = 10 * 1024 * 1024
BLOB_PIECE_BYTES = 64 * 1024
BLOB_PIECE_LEAST_BYTES = 16 * 1024
"""A shorter piece is the last one of its file."""
CITY_BLOBS_BYTES = 500 * 1024 * 1024

INVITATION_SECONDS = 7 * 24 * 60 * 60
TOKEN_SECONDS = 15 * 60
NONCE_SECONDS = 5 * 60

LATEST_CLAIMED_MS = 253_402_300_799_999
"""9999-12-31T23:59:59.999Z: a later claim is not a time that a calendar can show (E-TIME)."""
LARGEST_INTEGER = 2**63 - 1
"""Integers on the wire fit a signed 64-bit field of SQLite and PostgreSQL."""
