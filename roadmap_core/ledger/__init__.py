"""The city's log as a Merkle tree (RFC 6962, section 2.1) and the server's signed word about it."""
