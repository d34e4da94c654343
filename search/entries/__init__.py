"""The table of search entries: follows pages, and is followed by the engines."""
