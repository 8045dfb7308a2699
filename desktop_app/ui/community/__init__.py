"""The status of the whole community, as this computer last received it."""
