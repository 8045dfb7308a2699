"""The look of the program: tokens, palette, stylesheet, fonts, icons, focus ring. Knows nothing of our subject."""
