"""Checks and rebuilds the whole search: entries and indexes."""
