"""The page of the communities."""
