"""Signed updates: operations, the payload that carries them, the COSE envelope around it, and sealing a batch."""
