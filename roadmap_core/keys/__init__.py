"""Keys of devices and of the log: Ed25519 with the weak-key rule, and codes that people type."""
