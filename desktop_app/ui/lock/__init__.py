"""What stands before a profile that is locked."""
