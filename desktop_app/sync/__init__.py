"""Sends and receives: one round with the alliance's server, joining it, and the thread that does both by itself."""
