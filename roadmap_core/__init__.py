"""What both programs must agree on: entries, merge, ledger, exchange, keys, instrument, assessment, community.

Pure Python: no Qt, no SQL, no HTTP, no clock and no randomness of its own.
"""

PROTOCOL_VERSION = 1
