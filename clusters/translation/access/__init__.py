"""Permissions on translations."""
