"""Moves and withdraws a page together with its translations."""
