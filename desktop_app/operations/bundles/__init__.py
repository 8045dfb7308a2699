"""Updates that travel as a file: written, looked at, taken in, taken back (protocol.md, section 10)."""
