"""Workload W on other programs, beside ours in the same run: what they cost on the line, and what they lose."""
