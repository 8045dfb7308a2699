"""Widgets: they show a view-model and tell it what a person did. They decide nothing."""
