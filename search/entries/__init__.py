"""The table of search entries: how it follows pages, and how engines follow it."""
