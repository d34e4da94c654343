"""Checks and rebuilds the whole search."""
