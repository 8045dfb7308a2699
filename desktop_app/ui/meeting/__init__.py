"""The page of meeting mode."""
