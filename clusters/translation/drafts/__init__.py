"""Builds and updates the drafts of translations."""
