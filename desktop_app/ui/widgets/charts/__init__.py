"""Charts drawn by us: few kinds, each with a table, a sentence, keyboard focus and a child for each mark."""
