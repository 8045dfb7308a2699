"""The cities together: who they are, the totals that are kept of them, and what of it is shown."""
