"""View-models: what a screen shows and what its buttons do. QtCore only: no widgets, no SQL, no HTTP."""
