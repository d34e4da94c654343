"""The views of the translation editor."""
