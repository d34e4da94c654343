"""The content of the front page."""
