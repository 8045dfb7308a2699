"""State as a pure function of the set of entries: registers, the fold that keeps them, and who may write."""
