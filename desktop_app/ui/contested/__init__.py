"""Two answers to one question: a quiet list, and a page to choose on."""
