"""What keeps translations, and each tree in its language, whatever becomes of a page."""
