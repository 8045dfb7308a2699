"""What travels between a device and the server: one request, one reply, and the stream of entries in both."""
