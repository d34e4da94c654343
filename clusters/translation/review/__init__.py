"""Submits, compares and approves translations."""
