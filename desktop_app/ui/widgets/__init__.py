"""Widgets that know nothing of our subject. They take texts that are already translated and decide nothing."""
